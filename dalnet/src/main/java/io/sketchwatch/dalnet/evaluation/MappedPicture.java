package io.sketchwatch.dalnet.evaluation;

import io.sketchwatch.dalnet.data.Picture;
import io.sketchwatch.dalnet.network.Stream;

/**
 * A picture's place in a map of embeddings.
 *
 * @param picture which; of an auxiliary picture, the photo that it was made from
 * @param stream that embedded it
 * @param x in a unit of its own, around 0
 * @param y likewise
 */
public record MappedPicture(Picture picture, Stream stream, double x, double y) {

  MappedPicture at(double newX, double newY) {
    return new MappedPicture(picture, stream, newX, newY);
  }
}
