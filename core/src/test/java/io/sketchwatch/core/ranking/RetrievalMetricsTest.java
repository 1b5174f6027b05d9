package io.sketchwatch.core.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.embedding.Embedding;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrievalMetricsTest {

  private static final List<Label> GALLERY =
      List.of(photo("ann", "c1"), photo("bob", "c1"), photo("ann", "c2"), photo("cat", "c2"));

  @Test
  void shouldMeasureARankingByHand() {
    RetrievalMetrics metrics = metrics(sketch("ann"), 0.9f, 0.8f, 0.7f, 0.95f);

    assertThat(metrics.cmc()).containsExactly(0.0, 1.0, 1.0, 1.0);
    assertThat(metrics.meanAveragePrecision()).isCloseTo((1 / 2.0 + 2 / 4.0) / 2, within(1e-12));
    assertThat(metrics.meanInverseNegativePenalty()).isEqualTo(0.5);
    assertThat(metrics.countedQueries()).isEqualTo(1);
  }

  @Test
  void shouldKeepTheGallerysOrderAmongEqualScores() {
    assertThat(metrics(sketch("ann"), 0.5f, 0.5f, 0.5f, 0.5f).rank(1)).isEqualTo(1);
    assertThat(metrics(sketch("bob"), 0.5f, 0.5f, 0.5f, 0.5f).cmc())
        .containsExactly(0.0, 1.0, 1.0, 1.0);
  }

  @Test
  void shouldLeaveOutItemsOfTheQuerysOwnIdentityAndCamera() {
    RetrievalMetrics metrics = metrics(photo("ann", "c1"), 0.99f, 0.1f, 0.5f, 0.2f);

    assertThat(metrics.rank(1)).isEqualTo(1);
    assertThat(metrics.meanInverseNegativePenalty()).isEqualTo(1);
  }

  @Test
  void shouldCountOnlyQueriesThatHaveSomethingToFind() {
    Scores scores = query -> new float[] {0.9f, 0.8f, 0.7f, 0.6f};

    RetrievalMetrics metrics =
        RetrievalMetrics.of(
            scores, List.of(sketch("zoe"), photo("bob", "c1"), sketch("ann")), GALLERY);

    assertThat(metrics.countedQueries()).isEqualTo(1);
    assertThat(metrics.rank(20)).isEqualTo(1);
  }

  @Test
  void shouldRefuseAnEvaluationInWhichNothingCanBeFound() {
    assertThatThrownBy(() -> metrics(sketch("zoe"), 1, 1, 1, 1))
        .hasMessage("None of 1 queries has an item of its identity among 4 in the gallery");
  }

  @Test
  void shouldScoreByTheCosine() {
    Embedding east = Embedding.normalised(new float[] {2, 0});
    Embedding northEast = Embedding.normalised(new float[] {1, 1});

    assertThat(Scores.cosine(List.of(east), List.of(east, northEast)).of(0))
        .containsExactly(new float[] {1, (float) Math.sqrt(0.5)}, within(1e-6f));
  }

  private static RetrievalMetrics metrics(Label query, float... scores) {
    return RetrievalMetrics.of(any -> scores, List.of(query), GALLERY);
  }

  private static Label photo(String identity, String camera) {
    return new Label(identity, camera);
  }

  private static Label sketch(String identity) {
    return new Label(identity, null);
  }
}
