package io.sketchwatch.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of this folder, and what is in them, with YAML's anchors and merges carried out. */
final class Documents {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  /** The text of a file. */
  static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file with one part replaced; fails if it has no such part. */
  static String spoiled(String file, String part, String replacement) {
    String text = text(file);
    if (!text.contains(part)) {
      throw new IllegalArgumentException("File '%s' has no '%s'".formatted(file, part));
    }
    return text.replace(part, replacement);
  }

  /** The YAML files below a folder. */
  static List<String> yamlFiles(String folder) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.map(Path::toString).filter(file -> file.endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only document of a YAML or JSON text. */
  static JsonNode only(String text) {
    List<JsonNode> documents = all(text);
    if (documents.size() != 1) {
      throw new IllegalArgumentException("Expected 1 document, but were " + documents.size());
    }
    return documents.get(0);
  }

  /** Every document of a YAML text; a key that is there twice is an error. */
  static List<JsonNode> all(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    List<JsonNode> documents = new ArrayList<>();
    new Yaml(new SafeConstructor(options))
        .loadAll(text)
        .forEach(document -> documents.add(JSON.valueToTree(document)));
    return documents;
  }

  /** A YAML or JSON resource of the class path. */
  static JsonNode resource(String name) {
    try (InputStream in = Documents.class.getResourceAsStream(name)) {
      return only(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
