package io.sketchwatch.dalnet.evaluation;

import io.sketchwatch.dalnet.data.Picture;
import java.util.List;

/**
 * What a sketch found.
 *
 * @param sketch the query
 * @param firstRight 1-based rank of the first photo of the same person; 0 if there is none
 * @param best the most alike photos, best first
 */
public record RankedQuery(Picture sketch, int firstRight, List<Found> best) {

  /**
   * A photo in the list.
   *
   * @param photo which
   * @param score cosine, -1 to 1
   * @param right whether it shows the person of the sketch
   */
  public record Found(Picture photo, double score, boolean right) {}
}
