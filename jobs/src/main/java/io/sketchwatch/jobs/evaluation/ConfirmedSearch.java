package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.alert.Strength;
import io.sketchwatch.core.ranking.Label;
import io.sketchwatch.core.ranking.RetrievalMetrics;
import io.sketchwatch.core.ranking.Scores;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well people are found by a sketch, and by the sketch with one photo that was confirmed. Every
 * photo of a person is the confirmed one in turn, and is then not in the gallery, for the sketch
 * alone neither.
 *
 * @param people who is looked for
 * @param sketchThreshold that strength counts from
 * @param photoThreshold that strength counts from
 */
record ConfirmedSearch(DrawnPeople people, double sketchThreshold, double photoThreshold) {

  RetrievalMetrics bySketch() {
    return metrics(this::sketchStrengths);
  }

  /** As the job fuses exemplars: by the greater strength. */
  RetrievalMetrics withPhoto() {
    return metrics(
        query -> {
          float[] strengths = sketchStrengths(query);
          int confirmed = confirmed(query);
          for (int photo = 0; photo < strengths.length; photo++) {
            double score = people.photos().get(confirmed).score(people.photos().get(photo));
            strengths[photo] =
                Math.max(strengths[photo], (float) Strength.of(score, photoThreshold));
          }
          return strengths;
        });
  }

  private float[] sketchStrengths(int query) {
    int sketch = query / DrawnPeople.PHOTOS;
    float[] strengths = new float[people.photos().size()];
    for (int photo = 0; photo < strengths.length; photo++) {
      double score = people.sketches().get(sketch).score(people.photos().get(photo));
      strengths[photo] = (float) Strength.of(score, sketchThreshold);
    }
    return strengths;
  }

  /** Queries are pairs of a sketch and a photo of the same person. */
  private static int confirmed(int query) {
    int person = DrawnPeople.drawnIn(query / DrawnPeople.PHOTOS);
    return person * DrawnPeople.PHOTOS + query % DrawnPeople.PHOTOS;
  }

  /** A photo's name stands in for its camera, so that the confirmed one is left out. */
  private RetrievalMetrics metrics(Scores strengths) {
    int queries = people.sketches().size() * DrawnPeople.PHOTOS;
    return RetrievalMetrics.of(
        strengths,
        IntStream.range(0, queries).mapToObj(query -> label(confirmed(query))).toList(),
        labels());
  }

  private List<Label> labels() {
    return IntStream.range(0, people.photos().size()).mapToObj(ConfirmedSearch::label).toList();
  }

  private static Label label(int photo) {
    return new Label("person-" + DrawnPeople.seenIn(photo), "photo-" + photo);
  }
}
