package io.sketchwatch.core.gallery;

import io.sketchwatch.core.embedding.Embedding;

/** Embeddings of one model have one dimension. */
final class Dimensions {

  private Dimensions() {}

  static void check(Embedding embedding, int dimension) {
    if (embedding.dimension() != dimension) {
      throw new IllegalArgumentException(
          "Expected an embedding of dimension %d, as the others of its model, but was %d"
              .formatted(dimension, embedding.dimension()));
    }
  }
}
