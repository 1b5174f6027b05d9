package io.sketchwatch.core.embedding;

/** In plain Java. */
final class ScalarDotProduct extends DotProduct {

  @Override
  public float of(float[] left, int leftStart, float[] right, int rightStart, int length) {
    float[] lanes = new float[LANES];
    for (int i = 0; i < length; i++) {
      lanes[i % LANES] += left[leftStart + i] * right[rightStart + i];
    }
    return sum(lanes);
  }

  @Override
  public void ofRows(byte[] rows, int count, short[] vector, float[] dots) {
    for (int row = 0; row < count; row++) {
      dots[row] = ofRow(rows, row * vector.length, vector);
    }
  }

  @Override
  public int ofRow(byte[] rows, int start, short[] vector) {
    int sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += rows[start + i] * vector[i];
    }
    return sum;
  }
}
