package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.dalnet.synthetic.SyntheticIdentity;
import java.util.ArrayList;
import java.util.List;

/**
 * People who do not exist, as an encoder sees them: those that the demo model's training held out,
 * each with 3 photos and 4 sketches.
 *
 * @param sketches person by person
 * @param photos person by person
 */
record DrawnPeople(List<Embedding> sketches, List<Embedding> photos) {

  static final int PHOTOS = 3;
  static final int SKETCHES = 4;

  /** How many there are: the last tenth of the set that the demo model was trained on. */
  static final int MOST = 200;

  private static final long SEED = 1;
  private static final int FIRST = 1800;

  /**
   * Draws and embeds.
   *
   * @param count how many, at most {@link #MOST}
   */
  static DrawnPeople embed(Encoder encoder, int count) throws BadImageException {
    List<Embedding> sketches = new ArrayList<>();
    List<Embedding> photos = new ArrayList<>();
    for (int person = 0; person < count; person++) {
      SyntheticIdentity identity = SyntheticDataSet.identity(SEED, FIRST + person);
      sketches.addAll(encoder.embed(Modality.SKETCH, sketches(identity)));
      photos.addAll(encoder.embed(Modality.PHOTO, photos(identity)));
    }
    return new DrawnPeople(sketches, photos);
  }

  private static List<Image> sketches(SyntheticIdentity identity) {
    List<Image> drawn = new ArrayList<>();
    for (int i = 0; i < SKETCHES; i++) {
      drawn.add(identity.sketch(i));
    }
    return drawn;
  }

  private static List<Image> photos(SyntheticIdentity identity) throws BadImageException {
    List<Image> taken = new ArrayList<>();
    for (int i = 0; i < PHOTOS; i++) {
      taken.add(ImageCodec.decode(identity.photo(i).jpeg().data()));
    }
    return taken;
  }

  static int drawnIn(int sketch) {
    return sketch / SKETCHES;
  }

  static int seenIn(int photo) {
    return photo / PHOTOS;
  }
}
