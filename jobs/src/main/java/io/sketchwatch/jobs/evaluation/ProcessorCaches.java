package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.embedding.DotProduct;

/** Empties the processor's caches of what a benchmark is about to read. */
final class ProcessorCaches {

  /** More than the last-level cache of any processor that this may run on. */
  static final long BYTES = 512L << 20;

  private static final int ROW_BYTES = 512;
  private static final int CHUNK_ROWS = 4096;

  private final byte[][] chunks = new byte[(int) (BYTES / CHUNK_ROWS / ROW_BYTES)][];
  private final short[] vector = new short[ROW_BYTES];
  private final float[] dots = new float[CHUNK_ROWS];

  ProcessorCaches() {
    for (int chunk = 0; chunk < chunks.length; chunk++) {
      chunks[chunk] = new byte[CHUNK_ROWS * ROW_BYTES];
    }
  }

  /** Reads other memory in their place. */
  void evict() {
    for (byte[] chunk : chunks) {
      DotProduct.fastest().ofRows(chunk, CHUNK_ROWS, vector, dots);
    }
  }
}
