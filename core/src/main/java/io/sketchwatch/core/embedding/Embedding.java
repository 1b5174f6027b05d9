package io.sketchwatch.core.embedding;

import java.util.Arrays;

/**
 * A point on the unit sphere: what an encoder makes of a crop or a sketch.
 *
 * <p>Equal by content. The array is not copied: whoever makes an embedding gives it away.
 *
 * @param values L2-normalised
 */
public record Embedding(float[] values) {

  /** Scales any vector to length 1; a zero vector is an error. */
  public static Embedding normalised(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    if (!(sum > 0) || Double.isInfinite(sum)) {
      throw new IllegalArgumentException(
          "Expected a finite vector that is not zero, but its squared length was " + sum);
    }
    float scale = (float) (1 / Math.sqrt(sum));
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = vector[i] * scale;
    }
    return new Embedding(unit);
  }

  public int dimension() {
    return values.length;
  }

  /** The score of two embeddings of one model: their cosine in float32, -1 to 1. */
  public double score(Embedding other) {
    if (values.length != other.values.length) {
      throw new IllegalArgumentException(
          "Expected embeddings of one dimension, but was %d and %d"
              .formatted(values.length, other.values.length));
    }
    return DotProduct.fastest().of(values, 0, other.values, 0, values.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Embedding that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Embedding[" + values.length + "]";
  }
}
