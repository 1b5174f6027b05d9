package io.sketchwatch.core.gallery;

import io.sketchwatch.core.simd.SimdFloats;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** With the JDK's Vector API; loaded only where its module is there. */
final class SimdQuantiser extends Quantiser {

  private static final VectorSpecies<Float> FLOATS = SimdFloats.SPECIES;
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
  private static final int WIDTH = FLOATS.length();

  @Override
  float largest(float[] values) {
    FloatVector largest = FloatVector.zero(FLOATS);
    int bound = FLOATS.loopBound(values.length);
    for (int i = 0; i < bound; i += WIDTH) {
      largest = largest.max(FloatVector.fromArray(FLOATS, values, i).abs());
    }
    return Math.max(
        largest.reduceLanes(VectorOperators.MAX), ScalarQuantiser.largest(values, bound));
  }

  @Override
  void quantise(float[] values, float perScale, short[] codes, float[] wholes) {
    int bound = FLOATS.loopBound(values.length);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector marked = FloatVector.fromArray(FLOATS, values, i).mul(perScale).add(WHOLE);
      ((ShortVector) marked.reinterpretAsInts().castShape(SHORTS, 0)).intoArray(codes, i);
      marked.sub(WHOLE).intoArray(wholes, i);
    }
    ScalarQuantiser.quantise(values, bound, perScale, codes, wholes);
  }
}
