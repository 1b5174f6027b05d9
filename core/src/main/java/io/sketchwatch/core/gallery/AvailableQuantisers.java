package io.sketchwatch.core.gallery;

import io.sketchwatch.core.simd.VectorModule;
import java.lang.invoke.MethodHandles;

/** What embeddings can be quantised with in this JVM. */
final class AvailableQuantisers {

  static final Quantiser SCALAR = new ScalarQuantiser();
  static final Quantiser FASTEST =
      VectorModule.load(MethodHandles.lookup(), Quantiser.class, "SimdQuantiser").orElse(SCALAR);

  private AvailableQuantisers() {}
}
