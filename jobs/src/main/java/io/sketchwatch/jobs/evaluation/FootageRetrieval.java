package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.PencilFilter;
import io.sketchwatch.core.ranking.Label;
import io.sketchwatch.core.ranking.RetrievalMetrics;
import io.sketchwatch.core.ranking.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How well an encoder finds people of real footage from drawings of them.
 *
 * <p>The gallery is every listed crop. Each person to be drawn is drawn by every {@link
 * PencilFilter} and once more mirrored, from one crop. For each drawing, everything seen within
 * {@value #EXCLUDED_SECONDS} seconds of the drawn frame is left out, whoever it shows, so that the
 * crop that was drawn, or its neighbour, can't be the answer. A crop is right if it shows the same
 * human, in whichever passage.
 */
public final class FootageRetrieval {

  static final int EXCLUDED_SECONDS = 3;
  private static final int BATCH = 32;

  private final FootagePeople people;
  private final List<Item> gallery = new ArrayList<>();
  private final List<Item> drawings = new ArrayList<>();

  /**
   * Cuts the gallery and makes the drawings.
   *
   * @param frames every listed frame, by number
   */
  public FootageRetrieval(FootagePeople people, Map<Integer, Image> frames) {
    this.people = people;
    for (FootagePeople.Person person : people.people()) {
      for (FootagePeople.Place place : person.boxes()) {
        Image crop = frames.get(place.frame()).crop(place.box());
        gallery.add(new Item(person.id(), person.identity(), place.frame(), crop));
      }
    }
    people.drawn().forEach(drawn -> drawings.addAll(draw(drawn)));
  }

  private List<Item> draw(FootagePeople.Drawn drawn) {
    Item model =
        gallery.stream()
            .filter(item -> item.person.equals(drawn.person()) && item.frame == drawn.frame())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(drawn + " has no box in the list"));
    List<Item> made =
        Arrays.stream(PencilFilter.values())
            .map(filter -> model.as(filter.apply(model.image)))
            .collect(Collectors.toCollection(ArrayList::new));
    made.add(model.as(made.get(0).image.mirror()));
    return made;
  }

  /** Ranks the gallery for every drawing. */
  public Result evaluate(Encoder encoder) {
    List<Embedding> photos = embed(encoder, Modality.PHOTO, gallery);
    List<Embedding> sketches = embed(encoder, Modality.SKETCH, drawings);
    List<RetrievalMetrics> metrics = new ArrayList<>();
    for (int query = 0; query < drawings.size(); query++) {
      metrics.add(rank(drawings.get(query), sketches.get(query), photos));
    }
    return new Result(
        encoder.modelId(),
        metrics.size(),
        gallery.size(),
        metrics.stream().mapToDouble(each -> each.rank(1)).average().orElseThrow(),
        metrics.stream().mapToDouble(each -> each.rank(5)).average().orElseThrow(),
        metrics.stream()
            .mapToDouble(RetrievalMetrics::meanAveragePrecision)
            .average()
            .orElseThrow());
  }

  private RetrievalMetrics rank(Item drawing, Embedding sketch, List<Embedding> photos) {
    double excludedFrames = EXCLUDED_SECONDS * people.framesPerSecond();
    List<Label> labels = new ArrayList<>();
    List<Embedding> left = new ArrayList<>();
    for (int i = 0; i < gallery.size(); i++) {
      if (Math.abs(gallery.get(i).frame - drawing.frame) > excludedFrames) {
        labels.add(new Label(gallery.get(i).identity, null));
        left.add(photos.get(i));
      }
    }
    return RetrievalMetrics.of(
        Scores.cosine(List.of(sketch), left), List.of(new Label(drawing.identity, null)), labels);
  }

  private static List<Embedding> embed(Encoder encoder, Modality modality, List<Item> items) {
    List<Embedding> embeddings = new ArrayList<>();
    for (int from = 0; from < items.size(); from += BATCH) {
      List<Item> batch = items.subList(from, Math.min(from + BATCH, items.size()));
      embeddings.addAll(encoder.embed(modality, batch.stream().map(Item::image).toList()));
    }
    return embeddings;
  }

  private record Item(String person, String identity, int frame, Image image) {

    Item as(Image drawing) {
      return new Item(person, identity, frame, drawing);
    }
  }

  /**
   * Figures of one encoder.
   *
   * @param encoder model id
   * @param drawings how many queries
   * @param gallery how many crops before the exclusion
   * @param rank1 part of drawings whose best match is right, 0 to 1
   * @param rank5 part with a right one among the first five
   * @param meanAveragePrecision 0 to 1
   */
  public record Result(
      String encoder,
      int drawings,
      int gallery,
      double rank1,
      double rank5,
      double meanAveragePrecision) {}
}
