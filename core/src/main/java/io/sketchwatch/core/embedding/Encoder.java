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
   * Embeds images of any size as one batch.
   *
   * @return one embedding an image, in order
   */
  List<Embedding> embed(Modality modality, List<Image> images);

  @Override
  void close();
}
