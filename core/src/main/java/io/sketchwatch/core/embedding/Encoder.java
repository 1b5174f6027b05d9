package io.sketchwatch.core.embedding;

import io.sketchwatch.core.image.Image;
import java.util.List;

/**
 * Embeds crops and sketches. Thread-safe; {@link #close} releases native memory and comes after the
 * last call has returned.
 */
public interface Encoder extends AutoCloseable {

  /** The model whose scores the embeddings may be compared under: never across models. */
  String modelId();

  /** Length of each embedding. */
  int dimension();

  /**
   * Does ahead what {@link #embed} would do with an image's size, so that a caller's thread may do
   * it instead of the model's.
   *
   * @return an image with the same embedding; the image itself unless an encoder knows better
   */
  default Image fit(Image image) {
    return image;
  }

  /**
   * Embeds images of any size as one batch.
   *
   * @return one embedding an image, in order
   */
  List<Embedding> embed(Modality modality, List<Image> images);

  @Override
  void close();
}
