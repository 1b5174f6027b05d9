package io.sketchwatch.core.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one shape of float vectors that this code uses; loaded only where the Vector API is.
 *
 * <p>C2 (JDK 17) tells shapes apart by the types that the API's own methods were called with so
 * far, in the whole JVM: two shapes of float vectors in use make code of both more than ten times
 * slower.
 */
public final class SimdFloats {

  /** The widest shape of this machine, of 4, 8 or 16 lanes. */
  public static final VectorSpecies<Float> SPECIES = species();

  private SimdFloats() {}

  private static VectorSpecies<Float> species() {
    int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    return bits >= 512
        ? FloatVector.SPECIES_512
        : bits == 256 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;
  }
}
