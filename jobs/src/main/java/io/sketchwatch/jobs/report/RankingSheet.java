package io.sketchwatch.jobs.report;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.dalnet.data.PictureCache;
import io.sketchwatch.dalnet.evaluation.RankedQuery;
import java.nio.file.Path;
import java.util.List;

/**
 * A sketch beside the photos that a model found most alike. Public for the template engine only.
 *
 * @param sketch reduced to {@value #HEIGHT} pixels of height
 * @param identity who is drawn
 * @param firstRight 1-based rank of the first right photo
 * @param photos best first
 */
public record RankingSheet(Media sketch, String identity, int firstRight, List<Photo> photos) {

  private static final int HEIGHT = 160;
  private static final double QUALITY = 0.85;

  /**
   * One photo.
   *
   * @param picture reduced
   * @param identity who is in it
   * @param camera that took it; null where it is unknown
   * @param score cosine
   * @param right whether it is who was drawn
   */
  public record Photo(Media picture, String identity, String camera, double score, boolean right) {}

  static RankingSheet of(RankedQuery query) {
    return new RankingSheet(
        reduced(query.sketch().file()),
        query.sketch().identity(),
        query.firstRight(),
        query.best().stream()
            .map(
                found ->
                    new Photo(
                        reduced(found.photo().file()),
                        found.photo().identity(),
                        found.photo().camera(),
                        found.score(),
                        found.right()))
            .toList());
  }

  private static Media reduced(Path file) {
    Image image = PictureCache.decode(file);
    int width = Math.max(1, Math.round((float) image.width() * HEIGHT / image.height()));
    byte[] jpeg = ImageCodec.jpeg(image.resize(width, HEIGHT), QUALITY);
    return new Media("image/jpeg", jpeg, null);
  }
}
