package io.sketchwatch.dalnet.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.dalnet.DrawnPeople;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {

  @Test
  void shouldFindEveryoneWithAnEncoderThatSeesTheBand(@TempDir Path folder) throws IOException {
    Evaluation evaluation = Evaluator.evaluate(new BandEncoder(), DrawnPeople.write(folder, 20));

    assertThat(evaluation.modelId()).isEqualTo("band");
    assertThat(evaluation.queries()).isEqualTo(20);
    assertThat(evaluation.gallery()).isEqualTo(40);
    assertThat(evaluation.metrics().rank(1)).isEqualTo(1);
    assertThat(evaluation.metrics().meanAveragePrecision()).isEqualTo(1);
    assertThat(evaluation.backgroundQuantiles().lastEntry().getValue()).isLessThan(1);
  }

  @Test
  void shouldRankPhotosBestFirstAndMarkWhichAreRight(@TempDir Path folder) throws IOException {
    PersonDataSet data = DrawnPeople.write(folder, 10);
    AtomicInteger embedded = new AtomicInteger();

    List<RankedQuery> rankings =
        EmbeddedDataSet.of(new BandEncoder(), data, embedded::incrementAndGet).rankings(5);

    assertThat(embedded).hasValue(30);
    assertThat(rankings).hasSize(10);
    for (RankedQuery ranked : rankings) {
      assertThat(ranked.firstRight()).isEqualTo(1);
      assertThat(ranked.best()).hasSize(5);
      assertThat(ranked.best())
          .extracting(RankedQuery.Found::right)
          .containsExactly(true, true, false, false, false);
      assertThat(ranked.best())
          .extracting(RankedQuery.Found::score)
          .isSortedAccordingTo(Comparator.reverseOrder());
    }
  }

  @Test
  void shouldAskOnceForAPersonWithAllSketchesTogether(@TempDir Path folder) throws IOException {
    PersonDataSet data = DrawnPeople.write(folder, 10);
    List<Picture> sketches = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Picture own = data.sketches().get(i);
      Picture next = data.sketches().get(i + 1);
      sketches.add(own);
      sketches.add(own);
      sketches.add(new Picture(own.identity(), null, next.file()));
    }

    Evaluation evaluation =
        Evaluator.evaluate(
            new BandEncoder(), new PersonDataSet(data.root(), data.photos(), sketches));

    assertThat(evaluation.metrics().countedQueries()).isEqualTo(27);
    assertThat(evaluation.metrics().rank(1)).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(evaluation.multiQuery().countedQueries()).isEqualTo(9);
    assertThat(evaluation.multiQuery().rank(1)).isEqualTo(1);
  }

  @Test
  void shouldFindQuantilesOfManyScores() {
    ScoreHistogram histogram = new ScoreHistogram();
    for (int i = 1; i <= 100_000; i++) {
      histogram.add(i / 100_000f);
    }

    NavigableMap<String, Double> quantiles = histogram.quantiles(List.of("0.5", "0.99", "0.9999"));

    assertThat(quantiles.get("0.5")).isCloseTo(0.5, within(3e-6));
    assertThat(quantiles.get("0.99")).isCloseTo(0.99, within(3e-6));
    assertThat(quantiles.get("0.9999")).isCloseTo(0.9999, within(3e-6));
  }

  @Test
  void shouldTakeScoresAtBothEnds() {
    ScoreHistogram histogram = new ScoreHistogram();
    histogram.add(-1.0000001f);
    histogram.add(1.0000001f);

    assertThat(histogram.quantiles(List.of("0.5", "1")).values())
        .satisfiesExactly(
            low -> assertThat(low).isCloseTo(-1, within(3e-6)),
            high -> assertThat(high).isEqualTo(1));
  }

  @Test
  void shouldGiveNoQuantilesOfNothing() {
    assertThat(new ScoreHistogram().quantiles(List.of("0.5"))).isEmpty();
  }
}
