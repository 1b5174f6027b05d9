package io.sketchwatch.operators.embedding;

import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.crop.CropStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps no crop and names none, where nobody's picture may be kept. */
public final class NoCropStore implements CropStore {

  /** Completes with null. */
  @Override
  public CompletionStage<CropReference> store(String key, String cameraId, byte[] jpeg) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    // Nothing was opened.
  }
}
