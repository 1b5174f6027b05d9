package io.sketchwatch.operators.gallery;

/**
 * Names a block of a bucket.
 *
 * @param modelId the model that embedded its rows
 * @param number from 0; all before the last of a model are full
 */
public record BlockKey(String modelId, int number) {

  static BlockKey of(String modelId, int place) {
    return new BlockKey(modelId, place / BucketState.BLOCK_ROWS);
  }
}
