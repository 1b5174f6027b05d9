package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import java.util.List;
import java.util.Locale;

/**
 * A form that a checkpoint can be exported in.
 *
 * @param precision of weights and, for int8, activations
 * @param dimension that embeddings are projected to; null for the network's own
 */
public record PrecisionVariant(Precision precision, Integer dimension) {

  /** What others are compared with. */
  public static final PrecisionVariant WHOLE = new PrecisionVariant(Precision.FLOAT32, null);

  /** All that are worth comparing, the whole one first. */
  public static List<PrecisionVariant> all(int dimension) {
    return List.of(
        WHOLE,
        new PrecisionVariant(Precision.FLOAT16, null),
        new PrecisionVariant(Precision.INT8, null),
        new PrecisionVariant(Precision.FLOAT32, dimension),
        new PrecisionVariant(Precision.INT8, dimension));
  }

  /** Such as {@code int8-512}. */
  public String name() {
    String word = precision.name().toLowerCase(Locale.ROOT);
    return dimension == null ? word : word + "-" + dimension;
  }
}
