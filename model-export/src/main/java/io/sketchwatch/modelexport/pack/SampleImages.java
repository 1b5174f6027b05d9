package io.sketchwatch.modelexport.pack;

import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import java.util.List;

/**
 * Pictures that an encoder is calibrated or compared on.
 *
 * @param photos for the photo encoder
 * @param sketches for the sketch encoder
 */
public record SampleImages(List<Image> photos, List<Image> sketches) {

  /** No pictures. */
  public static final SampleImages NONE = new SampleImages(List.of(), List.of());

  public SampleImages {
    photos = List.copyOf(photos);
    sketches = List.copyOf(sketches);
  }

  /** Those of one modality. */
  public List<Image> of(Modality modality) {
    return modality == Modality.PHOTO ? photos : sketches;
  }

  /** Whether either modality has none. */
  public boolean isIncomplete() {
    return photos.isEmpty() || sketches.isEmpty();
  }
}
