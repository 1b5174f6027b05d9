package io.sketchwatch.core.embedding;

import io.sketchwatch.core.simd.VectorModule;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this JVM can compute dot products with; says once if that is without SIMD. */
final class AvailableDotProducts {

  private static final Logger LOG = LoggerFactory.getLogger(DotProduct.class);

  static final DotProduct SCALAR = new ScalarDotProduct();
  static final DotProduct FASTEST = choose();

  private AvailableDotProducts() {}

  private static DotProduct choose() {
    Optional<DotProduct> simd =
        VectorModule.load(MethodHandles.lookup(), DotProduct.class, "SimdDotProduct");
    if (simd.isEmpty()) {
      LOG.warn(
          "Scores are computed without SIMD: start Java with --add-modules {}", VectorModule.NAME);
    }
    return simd.orElse(SCALAR);
  }
}
