package io.sketchwatch.modelexport.projection;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import java.util.List;

/**
 * An encoder whose embeddings are projected.
 *
 * @param encoder the encoder itself; closed with this
 * @param projection of its embeddings
 */
public record ProjectedEncoder(Encoder encoder, Projection projection) implements Encoder {

  @Override
  public String modelId() {
    return encoder.modelId();
  }

  @Override
  public int dimension() {
    return projection.dimension();
  }

  @Override
  public Image fit(Image image) {
    return encoder.fit(image);
  }

  @Override
  public List<Embedding> embed(Modality modality, List<Image> images) {
    return projection.apply(encoder.embed(modality, images));
  }

  @Override
  public void close() {
    encoder.close();
  }
}
