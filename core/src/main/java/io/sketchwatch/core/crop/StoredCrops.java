package io.sketchwatch.core.crop;

import java.io.IOException;

/** Gives stored crops back. Not thread-safe. */
public interface StoredCrops extends AutoCloseable {

  /**
   * Reads one crop.
   *
   * @return the bytes of the reference's hash
   * @throws CropGoneException if it is not held any more: its time is over, or it was erased
   * @throws IOException if that can't be told in time
   */
  byte[] read(CropReference reference) throws IOException;

  @Override
  void close();
}
