package io.sketchwatch.jobs.report;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.dalnet.data.Picture;
import io.sketchwatch.dalnet.data.PictureCache;
import io.sketchwatch.dalnet.evaluation.AttendedQuery;
import io.sketchwatch.dalnet.evaluation.RankedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

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
    return of(query, reduced(query.sketch()), each(query, i -> reduced(photo(query, i))));
  }

  /** A sheet of pictures that attention is laid over. */
  static RankingSheet of(AttendedQuery attended) {
    RankedQuery query = attended.query();
    Image sketch = HeatOverlay.of(reduced(query.sketch()), attended.sketch());
    return of(
        query,
        sketch,
        each(query, i -> HeatOverlay.of(reduced(photo(query, i)), attended.photos().get(i))));
  }

  private static Picture photo(RankedQuery query, int place) {
    return query.best().get(place).photo();
  }

  private static List<Image> each(RankedQuery query, IntFunction<Image> picture) {
    return IntStream.range(0, query.best().size()).mapToObj(picture).toList();
  }

  private static RankingSheet of(RankedQuery query, Image sketch, List<Image> pictures) {
    List<Photo> photos = new ArrayList<>();
    for (RankedQuery.Found found : query.best()) {
      photos.add(
          new Photo(
              encoded(pictures.get(photos.size())),
              found.photo().identity(),
              found.photo().camera(),
              found.score(),
              found.right()));
    }
    return new RankingSheet(
        encoded(sketch), query.sketch().identity(), query.firstRight(), List.copyOf(photos));
  }

  private static Image reduced(Picture picture) {
    Image image = PictureCache.decode(picture.file());
    int width = Math.max(1, Math.round((float) image.width() * HEIGHT / image.height()));
    return image.resize(width, HEIGHT);
  }

  private static Media encoded(Image image) {
    return new Media("image/jpeg", ImageCodec.jpeg(image, QUALITY), null);
  }
}
