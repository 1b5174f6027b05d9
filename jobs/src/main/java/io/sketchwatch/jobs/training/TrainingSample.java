package io.sketchwatch.jobs.training;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.Picture;
import io.sketchwatch.dalnet.data.PictureCache;
import io.sketchwatch.dalnet.evaluation.EmbeddedDataSet;
import io.sketchwatch.modelexport.pack.SampleImages;
import io.sketchwatch.modelexport.projection.Projection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some photos and sketches of a data set, evenly spread over its people: the same of the same data.
 *
 * @param photos as many as wanted, or all
 * @param sketches likewise
 */
record TrainingSample(List<Picture> photos, List<Picture> sketches) {

  /** Takes so many of each, at most. */
  static TrainingSample of(PersonDataSet data, int each) {
    return new TrainingSample(spread(data.photos(), each), spread(data.sketches(), each));
  }

  private static List<Picture> spread(List<Picture> pictures, int most) {
    long count = Math.min(most, pictures.size());
    return IntStream.range(0, (int) count)
        .mapToObj(i -> pictures.get((int) ((long) i * pictures.size() / count)))
        .toList();
  }

  int size() {
    return photos.size() + sketches.size();
  }

  /** Reads them all. */
  SampleImages images() {
    return new SampleImages(decode(photos), decode(sketches));
  }

  private static List<Image> decode(List<Picture> pictures) {
    return pictures.stream().map(picture -> PictureCache.decode(picture.file())).toList();
  }

  /** Fits a projection on their embeddings. */
  Projection projection(Encoder encoder, int dimension, Runnable onPicture) {
    List<Embedding> ofPhotos = EmbeddedDataSet.embed(encoder, Modality.PHOTO, photos, onPicture);
    List<Embedding> ofSketches =
        EmbeddedDataSet.embed(encoder, Modality.SKETCH, sketches, onPicture);
    return Projection.fit(ofPhotos, ofSketches, dimension);
  }
}
