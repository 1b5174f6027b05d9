package io.sketchwatch.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sketchwatch.core.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * A verified model package: a folder with {@code manifest.json} and the files it names.
 *
 * @param folder the package's folder
 * @param manifest what it says of itself; every hash in it has been checked
 */
public record ModelPackage(Path folder, ModelManifest manifest) {

  public static final String MANIFEST = "manifest.json";
  public static final String PHOTO_ENCODER = "photo.onnx";
  public static final String SKETCH_ENCODER = "sketch.onnx";
  public static final String DETECTOR = "detector.onnx";
  public static final String MASK = "mask.onnx";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * Reads a package and checks that every file is there with its hash, that no name climbs out of
   * the folder, and that it carries a licence notice.
   *
   * @throws InvalidModelException if one of these does not hold
   */
  public static ModelPackage open(Path folder) throws IOException {
    ModelManifest manifest = readManifest(folder);
    for (Map.Entry<String, String> entry : manifest.files().entrySet()) {
      verifyFile(folder, entry.getKey(), entry.getValue());
    }
    return new ModelPackage(folder, manifest);
  }

  /**
   * Reads what a package says of itself, before its other files are there, and checks all that can
   * be told from it.
   *
   * @throws InvalidModelException if it has no licence notice, names a file outside its folder, or
   *     lacks what every manifest has
   */
  public static ModelManifest readManifest(Path folder) throws IOException {
    Path file = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      throw new InvalidModelException(
          "Model folder '%s' has no %s: is it a model package?".formatted(folder, MANIFEST));
    }
    ModelManifest manifest;
    try {
      manifest = JSON.readValue(file.toFile(), ModelManifest.class);
    } catch (JsonProcessingException e) {
      throw new InvalidModelException(
          "Manifest '%s' can't be read: %s".formatted(file, e.getOriginalMessage()), e);
    }
    verify(folder, manifest);
    return manifest;
  }

  private static void verify(Path folder, ModelManifest manifest) throws IOException {
    if (manifest.formatVersion() != 1) {
      throw new InvalidModelException(
          "Package '%s' must have format version 1, but was %d"
              .formatted(folder, manifest.formatVersion()));
    }
    if (manifest.modelId() == null || manifest.modelId().isBlank() || manifest.input() == null) {
      throw new InvalidModelException("Package '%s' names no model id or input".formatted(folder));
    }
    if (manifest.notices() == null || manifest.notices().isEmpty()) {
      throw new InvalidModelException("Package '%s' has no licence notice".formatted(folder));
    }
    if (manifest.files() == null || manifest.files().isEmpty()) {
      throw new InvalidModelException("Package '%s' names no files".formatted(folder));
    }
    for (String name : manifest.files().keySet()) {
      if (!folder.normalize().equals(folder.resolve(name).normalize().getParent())) {
        throw new InvalidModelException(
            "File '%s' of package '%s' must lie in its folder".formatted(name, folder));
      }
    }
  }

  private static void verifyFile(Path folder, String name, String expected) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new InvalidModelException("Package '%s' lacks file '%s'".formatted(folder, name));
    }
    String actual = Sha256.hex(file);
    if (!actual.equals(expected)) {
      throw new InvalidModelException(
          "File '%s' of package '%s' must have SHA-256 %s, but was %s"
              .formatted(name, folder, expected, actual));
    }
  }

  /**
   * Writes {@code manifest.json}; the last step of making a package, so that a folder with a
   * manifest is whole.
   */
  public static void writeManifest(Path folder, ModelManifest manifest) throws IOException {
    Path partial = folder.resolve(MANIFEST + ".part");
    JSON.writeValue(partial.toFile(), manifest);
    Files.move(
        partial,
        folder.resolve(MANIFEST),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * SHA-256 of the whole package: that of {@code manifest.json}, byte for byte, which lists the
   * hash of every other file.
   */
  public String sha256() throws IOException {
    return Sha256.hex(file(MANIFEST));
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * A file whose hash the manifest lists.
   *
   * @throws InvalidModelException if it lists none of that name
   */
  Path listed(String name) throws InvalidModelException {
    if (!manifest.files().containsKey(name)) {
      throw new InvalidModelException(
          "Package '%s' must list file '%s', but lists %s"
              .formatted(folder, name, manifest.files().keySet()));
    }
    return file(name);
  }
}
