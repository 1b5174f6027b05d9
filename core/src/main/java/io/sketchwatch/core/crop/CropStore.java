package io.sketchwatch.core.crop;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Keeps crops out of the stream: they are written once and named by reference from then on.
 * Thread-safe. Writing a key again is harmless: the reader of a reference gets the bytes of its
 * hash.
 */
public interface CropStore extends AutoCloseable {

  /**
   * Stores one crop.
   *
   * @param key {@code camera/tracklet/shot}
   * @param cameraId chooses the partition
   * @param jpeg encodes it, at most 256 px high; called before this returns, or never where no crop
   *     is kept
   * @return completes when the crop is durable, with null where none is kept; exceptionally when it
   *     could not be stored in time
   */
  CompletionStage<CropReference> store(String key, String cameraId, Supplier<byte[]> jpeg);

  @Override
  void close();
}
