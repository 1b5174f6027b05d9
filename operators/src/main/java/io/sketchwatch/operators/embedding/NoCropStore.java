package io.sketchwatch.operators.embedding;

import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.crop.CropStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Keeps no crop, encodes none and names none, where nobody's picture may be kept. */
public final class NoCropStore implements CropStore {

  /** Completes with null. */
  @Override
  public CompletionStage<CropReference> store(String key, String cameraId, Supplier<byte[]> jpeg) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    // Nothing was opened.
  }
}
