package io.sketchwatch.core.crop;

import java.util.concurrent.CompletionStage;

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
   * @param jpeg at most 256 px high
   * @return completes when the crop is durable, with null where none is kept; exceptionally when it
   *     could not be stored in time
   */
  CompletionStage<CropReference> store(String key, String cameraId, byte[] jpeg);

  @Override
  void close();
}
