package io.sketchwatch.jobs.report;

import io.sketchwatch.dalnet.evaluation.MappedPicture;
import io.sketchwatch.jobs.evaluation.ModelPictures.EpochMap;
import java.util.List;

/**
 * A map of embeddings as a drawing {@value #SIZE} wide and high. Public for the template engine
 * only.
 *
 * @param epoch after which; 0 where it is unknown
 * @param people by name; a person's place in the list is the colour
 * @param dots in no order
 */
public record EmbeddingMap(int epoch, List<String> people, List<Dot> dots) {

  private static final double SIZE = 400;
  private static final double MARGIN = 12;

  /**
   * One picture.
   *
   * @param x from the left
   * @param y from the top
   * @param person place in the list of people
   * @param kind {@code photo}, {@code auxiliary} or {@code sketch}
   */
  public record Dot(double x, double y, int person, String kind) {}

  static EmbeddingMap of(EpochMap map) {
    List<MappedPicture> pictures = map.pictures();
    List<String> people =
        pictures.stream().map(each -> each.picture().identity()).distinct().sorted().toList();
    double reach =
        pictures.stream()
            .mapToDouble(each -> Math.max(Math.abs(each.x()), Math.abs(each.y())))
            .max()
            .orElse(0);
    double scale = (SIZE / 2 - MARGIN) / Math.max(reach, 1e-9);
    return new EmbeddingMap(
        map.epoch(),
        people,
        pictures.stream()
            .map(
                each ->
                    new Dot(
                        SIZE / 2 + scale * each.x(),
                        SIZE / 2 + scale * each.y(),
                        people.indexOf(each.picture().identity()),
                        each.stream().key()))
            .toList());
  }
}
