package io.sketchwatch.jobs.report;

import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.dalnet.evaluation.MappedPicture;
import java.util.List;

/**
 * A map of embeddings as a drawing {@value #SIZE} wide and high. Public for the template engine
 * only.
 *
 * @param people by name; a person's place in the list is the colour
 * @param dots in no order
 */
public record EmbeddingMap(List<String> people, List<Dot> dots) {

  private static final double SIZE = 400;
  private static final double MARGIN = 12;

  /**
   * One picture.
   *
   * @param x from the left
   * @param y from the top
   * @param person place in the list of people
   * @param sketch whether it is one
   */
  public record Dot(double x, double y, int person, boolean sketch) {}

  static EmbeddingMap of(List<MappedPicture> pictures) {
    List<String> people =
        pictures.stream().map(each -> each.picture().identity()).distinct().sorted().toList();
    double reach =
        pictures.stream()
            .mapToDouble(each -> Math.max(Math.abs(each.x()), Math.abs(each.y())))
            .max()
            .orElse(0);
    double scale = (SIZE / 2 - MARGIN) / Math.max(reach, 1e-9);
    return new EmbeddingMap(
        people,
        pictures.stream()
            .map(
                each ->
                    new Dot(
                        SIZE / 2 + scale * each.x(),
                        SIZE / 2 + scale * each.y(),
                        people.indexOf(each.picture().identity()),
                        each.modality() == Modality.SKETCH))
            .toList());
  }
}
