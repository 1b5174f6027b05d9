package io.sketchwatch.core.embedding;

import io.sketchwatch.core.simd.SimdFloats;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * With the JDK's Vector API; loaded only where its module is there.
 *
 * <p>The loops hold few vectors, or else C2 keeps each vector in an object of its own.
 */
final class SimdDotProduct extends DotProduct {

  /** One, two or four of them are the sums of a float32 dot product. */
  private static final VectorSpecies<Float> FLOATS = SimdFloats.SPECIES;

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
  private static final int WIDTH = SHORTS.length();
  private static final int STEP = 2 * WIDTH;

  @Override
  public float of(float[] left, int leftStart, float[] right, int rightStart, int length) {
    float[] lanes = new float[LANES];
    int whole = length - length % LANES;
    switch (FLOATS.length()) {
      case LANES -> oneVector(left, leftStart, right, rightStart, whole, lanes);
      case LANES / 2 -> twoVectors(left, leftStart, right, rightStart, whole, lanes);
      default -> fourVectors(left, leftStart, right, rightStart, whole, lanes);
    }
    for (int i = whole; i < length; i++) {
      lanes[i % LANES] += left[leftStart + i] * right[rightStart + i];
    }
    return sum(lanes);
  }

  private static void oneVector(
      float[] left, int leftStart, float[] right, int rightStart, int length, float[] lanes) {
    FloatVector sums = FloatVector.zero(FLOATS);
    for (int i = 0; i < length; i += LANES) {
      sums = sums.add(load(left, leftStart + i).mul(load(right, rightStart + i)));
    }
    sums.intoArray(lanes, 0);
  }

  private static void twoVectors(
      float[] left, int leftStart, float[] right, int rightStart, int length, float[] lanes) {
    FloatVector first = FloatVector.zero(FLOATS);
    FloatVector second = first;
    for (int i = 0; i < length; i += LANES) {
      int l = leftStart + i;
      int r = rightStart + i;
      first = first.add(load(left, l).mul(load(right, r)));
      second = second.add(load(left, l + 8).mul(load(right, r + 8)));
    }
    first.intoArray(lanes, 0);
    second.intoArray(lanes, 8);
  }

  private static void fourVectors(
      float[] left, int leftStart, float[] right, int rightStart, int length, float[] lanes) {
    FloatVector first = FloatVector.zero(FLOATS);
    FloatVector second = first;
    FloatVector third = first;
    FloatVector fourth = first;
    for (int i = 0; i < length; i += LANES) {
      int l = leftStart + i;
      int r = rightStart + i;
      first = first.add(load(left, l).mul(load(right, r)));
      second = second.add(load(left, l + 4).mul(load(right, r + 4)));
      third = third.add(load(left, l + 8).mul(load(right, r + 8)));
      fourth = fourth.add(load(left, l + 12).mul(load(right, r + 12)));
    }
    first.intoArray(lanes, 0);
    second.intoArray(lanes, 4);
    third.intoArray(lanes, 8);
    fourth.intoArray(lanes, 12);
  }

  private static FloatVector load(float[] values, int start) {
    return FloatVector.fromArray(FLOATS, values, start);
  }

  /**
   * Two products of int8 values always fit a short, and a short's halves of an int two sums. Rows
   * are read by turns from the first half and from the second: a core that waits for memory reads
   * two streams faster than one.
   *
   * <p>Longer than what C2 inlines, so that it is compiled by itself: as a part of its caller it
   * may have its vectors kept in objects, thirty times slower until the JVM ends, depending on what
   * was compiled before.
   */
  @Override
  public void ofRows(byte[] rows, int count, short[] vector, float[] dots) {
    int length = vector.length;
    int twoSteps = length - length % (2 * STEP);
    int half = (count + 1) / 2;
    for (int first = 0; first < half; first++) {
      for (int row = first; row < count; row += half) {
        int start = row * length;
        IntVector even = IntVector.zero(INTS);
        IntVector odd = even;
        for (int i = 0; i < twoSteps; i += 2 * STEP) {
          int at = start + i;
          IntVector one =
              codes(rows, at)
                  .mul(codes(vector, i))
                  .add(codes(rows, at + WIDTH).mul(codes(vector, i + WIDTH)))
                  .reinterpretAsInts();
          IntVector two =
              codes(rows, at + STEP)
                  .mul(codes(vector, i + STEP))
                  .add(codes(rows, at + STEP + WIDTH).mul(codes(vector, i + STEP + WIDTH)))
                  .reinterpretAsInts();
          even =
              even.add(one.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16))
                  .add(two.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
          odd =
              odd.add(one.lanewise(VectorOperators.ASHR, 16))
                  .add(two.lanewise(VectorOperators.ASHR, 16));
        }
        int sum = even.add(odd).reduceLanes(VectorOperators.ADD);
        dots[row] = twoSteps == length ? sum : sum + dot(rows, start, vector, twoSteps);
      }
    }
  }

  @Override
  public int ofRow(byte[] rows, int start, short[] vector) {
    return dot(rows, start, vector, 0);
  }

  /** From an element on. */
  private static int dot(byte[] rows, int start, short[] vector, int from) {
    IntVector even = IntVector.zero(INTS);
    IntVector odd = even;
    int end = from + (vector.length - from) / STEP * STEP;
    for (int i = from; i < end; i += STEP) {
      IntVector pairs =
          codes(rows, start + i)
              .mul(codes(vector, i))
              .add(codes(rows, start + i + WIDTH).mul(codes(vector, i + WIDTH)))
              .reinterpretAsInts();
      even = even.add(pairs.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      odd = odd.add(pairs.lanewise(VectorOperators.ASHR, 16));
    }
    int sum = even.add(odd).reduceLanes(VectorOperators.ADD);
    for (int i = end; i < vector.length; i++) {
      sum += rows[start + i] * vector[i];
    }
    return sum;
  }

  private static ShortVector codes(byte[] rows, int at) {
    return (ShortVector) ByteVector.fromArray(BYTES, rows, at).castShape(SHORTS, 0);
  }

  private static ShortVector codes(short[] vector, int at) {
    return ShortVector.fromArray(SHORTS, vector, at);
  }
}
