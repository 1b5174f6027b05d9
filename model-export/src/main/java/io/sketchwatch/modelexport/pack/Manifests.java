package io.sketchwatch.modelexport.pack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.model.DecoderSpec;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelManifest.Kind;
import io.sketchwatch.core.model.ModelManifest.Notice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The parts of manifests that are worked out, not given. */
public final class Manifests {

  private static final JsonMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private Manifests() {}

  /** SHA-256 of some files of a folder, by name. */
  public static NavigableMap<String, String> hashes(Path folder, String... names)
      throws IOException {
    NavigableMap<String, String> hashes = new TreeMap<>();
    for (String name : names) {
      hashes.put(name, Sha256.hex(folder.resolve(name)));
    }
    return hashes;
  }

  /** SHA-256 of a recipe's JSON with sorted keys and no white space. */
  public static String recipeHash(Map<String, Object> recipe) {
    try {
      return Sha256.hex(CANONICAL.writeValueAsBytes(recipe));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The recipe is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The manifest of a model that was converted, not trained.
   *
   * @param folder that holds the package's one file
   */
  public static ModelManifest converted(
      Path folder,
      String file,
      Kind kind,
      String modelId,
      InputSpec input,
      DecoderSpec decoder,
      Map<String, Object> recipe,
      List<Notice> notices)
      throws IOException {
    return new ModelManifest(
        1,
        kind,
        modelId,
        hashes(folder, file),
        input,
        0,
        decoder,
        recipe,
        recipeHash(recipe),
        null,
        null,
        new TreeMap<>(),
        new TreeMap<>(),
        notices);
  }
}
