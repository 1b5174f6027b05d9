package io.sketchwatch.core.image;

import io.sketchwatch.core.simd.VectorModule;
import java.lang.invoke.MethodHandles;

/** What rows of pixels can be computed with in this JVM. */
final class AvailablePixelArithmetic {

  static final PixelArithmetic SCALAR = new ScalarPixelArithmetic();
  static final PixelArithmetic FASTEST =
      VectorModule.load(MethodHandles.lookup(), PixelArithmetic.class, "SimdPixelArithmetic")
          .filter(PixelArithmetic::isFast)
          .orElse(SCALAR);

  private AvailablePixelArithmetic() {}
}
