package io.sketchwatch.dalnet.data;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import java.util.Arrays;
import java.util.List;

/**
 * Writes photos and their masks as the auxiliary generator takes them.
 *
 * @param masks of the photos
 * @param threshold from which a mask's pixel is 1 and below which it is 0; 0 takes masks softly
 */
public record CutoutWriter(PhotoMasks masks, double threshold) {

  private static final int OUTSIDE = 0;

  /** Photos and their masks at a network's input size, unchanged. */
  public Batch.Cutouts cut(List<Picture> photos, InputSpec input) {
    PictureCache cache = new PictureCache(input);
    Batch.Cutouts cutouts = Batch.Cutouts.of(photos.size(), input);
    for (int i = 0; i < photos.size(); i++) {
      write(cache.get(photos.get(i)), photos.get(i), cache, Geometry.UNCHANGED, cutouts, i);
    }
    return cutouts;
  }

  /**
   * Writes one photo and its mask.
   *
   * @param moved the photo, its geometry changed already
   * @param photo whose it is
   * @param geometry by which the mask is to be changed likewise
   * @param index place in the batch
   */
  void write(
      Image moved,
      Picture photo,
      PictureCache cache,
      Geometry geometry,
      Batch.Cutouts target,
      int index) {
    int size = moved.width() * moved.height();
    for (int plane = 0; plane < 3; plane++) {
      writePlane(moved, plane, target.photos(), (3 * index + plane) * size);
    }
    Picture mask = masks.of(photo);
    if (mask == null) {
      Arrays.fill(target.masks(), index * size, (index + 1) * size, 1);
    } else {
      Image alike = geometry.apply(cache.get(mask), OUTSIDE);
      writePlane(alike, 0, target.masks(), index * size);
      harden(target.masks(), index * size, (index + 1) * size);
    }
  }

  private static void writePlane(Image image, int channel, float[] target, int offset) {
    byte[] rgb = image.rgb();
    for (int i = 0, at = channel; at < rgb.length; i++, at += 3) {
      target[offset + i] = (rgb[at] & 0xff) / 255f;
    }
  }

  private void harden(float[] mask, int from, int to) {
    for (int i = from; threshold > 0 && i < to; i++) {
      mask[i] = mask[i] >= threshold ? 1 : 0;
    }
  }
}
