package io.sketchwatch.core.image;

import io.sketchwatch.core.simd.SimdFloats;
import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * With the JDK's Vector API; loaded only where its module is there.
 *
 * <p>The loops carry no vector from round to round, and make vectors of numbers by {@code
 * broadcast}, or else C2 keeps each vector in an object of its own.
 */
final class SimdPixelArithmetic extends PixelArithmetic {

  private static final VectorSpecies<Float> FLOATS = SimdFloats.SPECIES;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, FLOATS.vectorShape());
  private static final int WIDTH = FLOATS.length();

  /** As many bytes as floats, or 8, which is the least. */
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Byte.SIZE * Math.max(WIDTH, 8)));

  private static final int[] EVERY_THIRD =
      IntStream.range(0, WIDTH).map(lane -> 3 * lane).toArray();

  /** Added to a float of less, it leaves a whole number, which then stands in the lowest bits. */
  private static final float WHOLE = 0x1p23f;

  /** Processors with integers of 256 bits gather, those with less, or with floats alone, do not. */
  @Override
  boolean isFast() {
    return IntVector.SPECIES_PREFERRED.vectorBitSize() >= 256;
  }

  @Override
  void widen(byte[] bytes, int start, float[] floats, int count) {
    int i = 0;
    for (; i + BYTES.length() <= count; i += WIDTH) {
      ((IntVector) ByteVector.fromArray(BYTES, bytes, start + i).castShape(INTS, 0))
          .and(0xff)
          .castShape(FLOATS, 0)
          .reinterpretAsFloats()
          .intoArray(floats, i);
    }
    for (; i < count; i++) {
      floats[i] = bytes[start + i] & 0xff;
    }
  }

  @Override
  void weigh(float[] row, Taps taps, float[] sums, int start) {
    Arrays.fill(sums, start, start + taps.outputs(), 0);
    for (int tap = 0; tap < taps.weights().length; tap++) {
      add(row, taps.inputs()[tap], taps.weights()[tap], sums, start);
    }
  }

  private static void add(float[] row, int[] inputs, float[] weights, float[] sums, int start) {
    int bound = FLOATS.loopBound(inputs.length);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector.fromArray(FLOATS, sums, start + i)
          .add(
              FloatVector.fromArray(FLOATS, row, 0, inputs, i)
                  .mul(FloatVector.fromArray(FLOATS, weights, i)))
          .intoArray(sums, start + i);
    }
    for (int i = bound; i < inputs.length; i++) {
      sums[start + i] += row[inputs[i]] * weights[i];
    }
  }

  @Override
  void narrow(float[] floats, byte[] bytes, int start, int count) {
    FloatVector most = FloatVector.broadcast(FLOATS, 255);
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    FloatVector whole = FloatVector.broadcast(FLOATS, WHOLE);
    int i = 0;
    for (; i + BYTES.length() <= count; i += WIDTH) {
      FloatVector value = FloatVector.fromArray(FLOATS, floats, i).min(most);
      FloatVector nearest = value.add(whole).sub(whole);
      VectorMask<Float> isAbove = nearest.compare(VectorOperators.GT, value);
      ((ByteVector) nearest.sub(one, isAbove).add(whole).reinterpretAsInts().castShape(BYTES, 0))
          .intoArray(bytes, start + i);
    }
    for (; i < count; i++) {
      bytes[start + i] = (byte) Math.min(255, (int) floats[i]);
    }
  }

  @Override
  void normalise(
      float[] row, int colour, float shift, float scale, float[] plane, int start, int pixels) {
    int bound = FLOATS.loopBound(pixels);
    for (int x = 0; x < bound; x += WIDTH) {
      FloatVector.fromArray(FLOATS, row, 3 * x + colour, EVERY_THIRD, 0)
          .sub(shift)
          .mul(scale)
          .intoArray(plane, start + x);
    }
    for (int x = bound; x < pixels; x++) {
      plane[start + x] = (row[3 * x + colour] - shift) * scale;
    }
  }
}
