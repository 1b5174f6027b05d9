package io.sketchwatch.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackgroundTailTest {

  private static final double CROWD = 0.5;
  private static final int STRANGERS = 5;

  private final SplittableRandom random = new SplittableRandom(5);

  @Test
  void shouldHaveNoEvidenceAgainstItself() {
    TailScores seen = scores(10, 0);
    BackgroundTail tail = TailMemory.tail(seen);

    assertThat(tail.evidenceAgainst(tail, seen, STRANGERS)).isZero();
  }

  @Test
  void shouldHaveLittleEvidenceAgainstTheTailOfTheSamePeople() {
    BackgroundTail before = TailMemory.tail(scores(200, 0));

    for (int hour = 0; hour < 50; hour++) {
      TailScores seen = scores(10, 0);

      assertThat(TailMemory.tail(seen).evidenceAgainst(before, seen, STRANGERS)).isLessThan(8);
    }
  }

  @Test
  void shouldHaveMuchEvidenceAgainstTheTailOfBeforeACrowd() {
    BackgroundTail before = TailMemory.tail(scores(200, 0));
    TailScores seen = scores(10, 0.03);

    assertThat(TailMemory.tail(seen).evidenceAgainst(before, seen, STRANGERS)).isGreaterThan(10);
  }

  @Test
  void shouldTakeTheAbsenceOfHighScoresForEvidence() {
    BackgroundTail before = TailMemory.tail(scores(200, 0.1));
    TailScores seen = scores(10, 0);

    assertThat(TailMemory.tail(seen).evidenceAgainst(before, seen, STRANGERS)).isGreaterThan(10);
  }

  /** A tail that ends makes each of them impossible. */
  @Test
  void shouldNotTakeAFewWhoAreFarAboveForEvidence() {
    BackgroundTail before = TailMemory.tail(scores(200, 0));
    double end = before.quantile(1e-300);
    TailScores seen = with(scores(4, 0), end + 3, end + 2, end + 1);
    BackgroundTail own = TailMemory.tail(seen);

    assertThat(own.evidenceAgainst(before, seen, 0)).isInfinite();
    assertThat(own.evidenceAgainst(before, seen, STRANGERS)).isLessThan(8);
  }

  /** Of 7,000 people, 70 make a hump far from the others: the highest 160 are no single tail. */
  @Test
  void shouldFitAHumpBySoManyAsAreInIt() {
    TailScores seen = scores(10, 0.01, 6);

    double oneIn2000 = TailMemory.tail(seen).quantile(1 / 2000.0);

    double reachedBy1In20OfTheCrowd = 6 + CROWD * 1.645;
    assertThat(oneIn2000).isCloseTo(reachedBy1In20OfTheCrowd, within(0.2));
  }

  @Test
  void shouldSurviveWhatItsQuantileSays() {
    BackgroundTail tail = TailMemory.tail(scores(10, 0));

    for (double probability : new double[] {0.5, 0.05, 0.01, 1e-4}) {
      assertThat(tail.survival(tail.quantile(probability)))
          .isCloseTo(probability, within(probability * 1e-9));
    }
  }

  private static TailScores with(TailScores scores, double... highest) {
    double[] all = Arrays.copyOf(highest, highest.length + scores.descending().length);
    System.arraycopy(scores.descending(), 0, all, highest.length, scores.descending().length);
    return new TailScores(scores.tracklets() + highest.length, all, scores.level());
  }

  private TailScores scores(int windows, double crowd) {
    return scores(windows, crowd, 3);
  }

  /** Standard normal scores of 700 a window; a part of them of a crowd that lies higher. */
  private TailScores scores(int windows, double crowd, double place) {
    TailEpoch seen = TailEpoch.EMPTY;
    for (int window = 0; window < windows; window++) {
      double[] scores = new double[700];
      for (int person = 0; person < scores.length; person++) {
        scores[person] =
            person < crowd * scores.length
                ? place + CROWD * random.nextGaussian()
                : random.nextGaussian();
      }
      ScoreMoments moments = ScoreMoments.of(scores.length, 0, 1);
      RecentSlot slot =
          RecentSlot.of(BackgroundWindow.of(1, moments, scores, Double.NEGATIVE_INFINITY));
      seen = seen.plus(TailEpoch.of(slot, moments)).most(2 * TailEpoch.CAPACITY);
    }
    return TailScores.of(seen).orElseThrow();
  }
}
