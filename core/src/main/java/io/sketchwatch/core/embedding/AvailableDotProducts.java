package io.sketchwatch.core.embedding;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this JVM can compute dot products with; says once if that is without SIMD. */
final class AvailableDotProducts {

  private static final Logger LOG = LoggerFactory.getLogger(DotProduct.class);
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  static final DotProduct SCALAR = new ScalarDotProduct();
  static final DotProduct FASTEST = choose();

  private AvailableDotProducts() {}

  private static DotProduct choose() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      LOG.warn("Scores are computed without SIMD: start Java with --add-modules {}", VECTOR_MODULE);
      return SCALAR;
    }
    try {
      return Class.forName("io.sketchwatch.core.embedding.SimdDotProduct")
          .asSubclass(DotProduct.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.warn("Scores are computed without SIMD: this JVM's {} is another", VECTOR_MODULE, e);
      return SCALAR;
    }
  }
}
