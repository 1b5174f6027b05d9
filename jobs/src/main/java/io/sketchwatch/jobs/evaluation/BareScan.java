package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.embedding.DotProduct;
import java.util.Random;

/**
 * What a scan could be at best: a loop of int8 dot products over codes in a few large arrays.
 * Reading all of them also leaves nothing else in the processor's caches.
 */
final class BareScan {

  private static final int CHUNK_ROWS = 4096;

  /** More than the last-level cache of any processor that this may run on. */
  private static final long LEAST_BYTES = 512 << 20;

  private final byte[][] chunks;
  private final short[] query;
  private final float[] dots = new float[CHUNK_ROWS];

  BareScan(long rows, int dimension) {
    Random random = new Random(2);
    int chunkBytes = CHUNK_ROWS * dimension;
    long bytes = Math.max(LEAST_BYTES, rows * dimension);
    chunks = new byte[(int) ((bytes + chunkBytes - 1) / chunkBytes)][chunkBytes];
    for (byte[] chunk : chunks) {
      fill(chunk, random);
    }
    query = new short[dimension];
    for (int i = 0; i < dimension; i++) {
      query[i] = (short) (random.nextInt(255) - 127);
    }
  }

  private static void fill(byte[] chunk, Random random) {
    random.nextBytes(chunk);
    for (int i = 0; i < chunk.length; i++) {
      chunk[i] = (byte) Math.max(chunk[i], -127);
    }
  }

  /** Heap that this takes, in bytes. */
  static long bytes(long rows, int dimension) {
    return Math.max(LEAST_BYTES, rows * dimension) + (long) CHUNK_ROWS * dimension;
  }

  /** Over the first rows. */
  void run(long rows) {
    long left = rows;
    for (int chunk = 0; left > 0; chunk++) {
      int count = (int) Math.min(left, CHUNK_ROWS);
      DotProduct.fastest().ofRows(chunks[chunk], count, query, dots);
      left -= count;
    }
  }

  /** Over everything. */
  void evictCaches() {
    run((long) chunks.length * CHUNK_ROWS);
  }
}
