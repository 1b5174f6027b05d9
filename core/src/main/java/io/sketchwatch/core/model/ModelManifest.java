package io.sketchwatch.core.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * {@code manifest.json} of a model package. Fields that a later release adds are ignored.
 *
 * @param formatVersion of this format: 1
 * @param kind what the package holds
 * @param modelId names the model everywhere
 * @param files SHA-256 in lower-case hex of every other file of the package, by file name
 * @param input how pictures become tensors
 * @param dimension length of an embedding; 0 for any other kind
 * @param decoder how a detector's outputs become boxes; null for an encoder
 * @param recipe settings it was trained or converted with
 * @param recipeHash SHA-256 of the recipe's canonical JSON
 * @param dataFingerprint SHA-256 over the training data; null if not trained here
 * @param seed of the training; null if not trained here
 * @param metrics measured figures by name, such as {@code rank1}, {@code parityCosine}
 * @param backgroundQuantiles score quantiles of pairs of different people: probability as text,
 *     such as {@code "0.999"}, to score
 * @param notices licence notices of everything inside
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelManifest(
    int formatVersion,
    Kind kind,
    String modelId,
    NavigableMap<String, String> files,
    InputSpec input,
    int dimension,
    DecoderSpec decoder,
    Map<String, Object> recipe,
    String recipeHash,
    String dataFingerprint,
    Long seed,
    NavigableMap<String, Double> metrics,
    NavigableMap<String, Double> backgroundQuantiles,
    List<Notice> notices) {

  /** What a package holds. */
  public enum Kind {
    /** {@code photo.onnx} and {@code sketch.onnx}: pictures to embeddings. */
    ENCODER,
    /** {@code detector.onnx}: frames to boxes. */
    DETECTOR,
    /** {@code mask.onnx}: photos to foreground masks. */
    MASK
  }

  /**
   * Whose work is inside and on what terms.
   *
   * @param name of the work
   * @param licence SPDX identifier
   * @param source where it came from
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Notice(String name, String licence, String source) {}
}
