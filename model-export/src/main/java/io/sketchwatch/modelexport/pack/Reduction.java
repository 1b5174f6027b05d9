package io.sketchwatch.modelexport.pack;

import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import io.sketchwatch.modelexport.projection.Projection;

/**
 * What a package saves against its network.
 *
 * @param precision of weights and, for int8, activations
 * @param projection of the embeddings; null for none
 * @param calibration pictures that int8 gets its ranges from; others need none
 */
public record Reduction(Precision precision, Projection projection, SampleImages calibration) {

  /**
   * @throws IllegalArgumentException if int8 lacks pictures
   */
  public Reduction {
    if (precision == Precision.INT8 && calibration.isIncomplete()) {
      throw new IllegalArgumentException(
          "Precision int8 must be calibrated on photos and sketches, but was given %d and %d"
              .formatted(calibration.photos().size(), calibration.sketches().size()));
    }
  }

  /** Of precision alone, without calibration. */
  public static Reduction to(Precision precision) {
    return new Reduction(precision, null, SampleImages.NONE);
  }
}
