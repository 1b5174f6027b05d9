package io.sketchwatch.dalnet.evaluation;

import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.dalnet.data.Picture;

/**
 * A picture's place in a map of embeddings.
 *
 * @param picture which
 * @param modality photo or sketch
 * @param x in a unit of its own, around 0
 * @param y likewise
 */
public record MappedPicture(Picture picture, Modality modality, double x, double y) {

  MappedPicture at(double newX, double newY) {
    return new MappedPicture(picture, modality, newX, newY);
  }
}
