package io.sketchwatch.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreBackgroundTest {

  private static final double BUDGET = 10;
  private static final long MILLIS = Duration.ofMinutes(5).toMillis();
  private static final int DAY = 288;

  private final SplittableRandom random = new SplittableRandom(3);

  private int trackletsOfAWindow = 100;
  private double mean = 0.2;
  private double deviation = 0.1;

  @Test
  void shouldKnowNothingBeforeItHasSeenAnybody() {
    assertThat(ScoreBackground.EMPTY.calibration()).isEmpty();
    assertThat(ScoreBackground.EMPTY.with(window(), BUDGET).calibration()).isEmpty();
  }

  @Test
  void shouldFindTheScoreThatTheBudgetReaches() {
    Calibration calibration = after(2 * DAY).calibration().orElseThrow();

    double oneIn2880 = 0.2 + 0.1 * 3.39;
    assertThat(calibration.trackletsPerDay()).isCloseTo(28_800, within(1.0));
    assertThat(calibration.threshold(BUDGET)).isCloseTo(oneIn2880, within(0.015));
    assertThat(calibration.expectedFalseAlertsPerDay(oneIn2880)).isBetween(5.0, 20.0);
  }

  @Test
  void shouldExpectTheBudgetAtItsThreshold() {
    Calibration calibration = after(50).calibration().orElseThrow();

    for (double budget : new double[] {0.1, 1, 10, 100, 1000, 10_000}) {
      double threshold = calibration.threshold(budget);
      assertThat(calibration.expectedFalseAlertsPerDay(threshold))
          .isCloseTo(budget, within(budget * 1e-6));
    }
  }

  @Test
  void shouldSayWhatIsBeyondTheBackground() {
    Calibration calibration = after(DAY).calibration().orElseThrow();

    assertThat(calibration.extrapolated(calibration.threshold(0.1))).isTrue();
    assertThat(calibration.extrapolated(calibration.threshold(100))).isFalse();
  }

  @Test
  void shouldFollowTrafficWithinTheHour() {
    ScoreBackground background = after(DAY);
    trackletsOfAWindow = 300;

    for (int window = 0; window < 12; window++) {
      background = background.with(window(), BUDGET);
    }

    assertThat(background.calibration().orElseThrow().trackletsPerDay())
        .isCloseTo(86_400, within(1.0));
  }

  @Test
  void shouldFollowHigherScoresWithinTheHour() {
    ScoreBackground background = after(2 * DAY);
    double before = background.calibration().orElseThrow().threshold(BUDGET);
    mean = 0.3;

    for (int window = 0; window < 12; window++) {
      background = background.with(window(), BUDGET);
    }

    double after = background.calibration().orElseThrow().threshold(BUDGET);
    assertThat(after - before).isCloseTo(0.1, within(0.02));
  }

  @Test
  void shouldKeepTheSpreadWhenScoresLieElsewhere() {
    ScoreBackground background = after(2 * DAY);
    double before = background.calibration().orElseThrow().threshold(BUDGET) - mean;
    mean = 0.35;

    double[] scores = scores();
    background = background.with(window(scores), BUDGET);

    double after = background.calibration().orElseThrow().threshold(BUDGET);
    assertThat(after - Arrays.stream(scores).average().orElseThrow())
        .isCloseTo(before, within(0.003));
  }

  @Test
  void shouldFollowASpreadThatWidensWhereScoresLieAsBefore() {
    ScoreBackground background = after(2 * DAY);
    deviation = 0.15;

    for (int window = 0; window < 12; window++) {
      background = background.with(window(), BUDGET);
    }

    assertThat(background.calibration().orElseThrow().threshold(BUDGET))
        .isCloseTo(0.2 + 0.15 * 3.39, within(0.03));
  }

  @Test
  void shouldLearnANewCrowdWithinTheHour() {
    double budget = 100;
    trackletsOfAWindow = 700;
    ScoreBackground background = ScoreBackground.EMPTY;
    for (int window = 0; window < DAY; window++) {
      background = background.with(window(), budget);
    }

    for (int window = 0; window < 12; window++) {
      double[] scores = scores();
      for (int person = 0; person < 21; person++) {
        scores[person] = 0.5 + 0.05 * random.nextGaussian();
      }
      background = background.with(window(scores), budget);
    }

    double reachedBy1In63OfTheCrowd = 0.5 + 0.05 * 2.15;
    double aFactorOfTwo = 0.05 * 0.27;
    assertThat(background.calibration().orElseThrow().threshold(budget))
        .isCloseTo(reachedBy1In63OfTheCrowd, within(aFactorOfTwo));
  }

  @Test
  void shouldNotTakeChangesOfPlaceAndSpreadForANewTail() {
    ScoreBackground background = after(4 * DAY);
    mean = 0.3;
    deviation = 0.14;

    for (int window = 0; window < 12; window++) {
      background = background.with(window(), BUDGET);
    }

    assertThat(background.calibration().orElseThrow().extrapolated(0.3 + 0.14 * 3)).isFalse();
  }

  @Test
  void shouldNotBeRaisedByTheTarget() {
    ScoreBackground without = after(DAY);
    ScoreBackground background = without;
    for (int window = 0; window < DAY; window++) {
      double[] others = scores();
      double[] seen = Arrays.copyOf(others, others.length + (window % 40 == 0 ? 1 : 0));
      if (seen.length > others.length) {
        seen[others.length] = 0.95;
      }
      without = without.with(window(others), BUDGET);
      background = background.with(window(seen), BUDGET);
    }

    assertThat(background.calibration().orElseThrow().threshold(BUDGET))
        .isCloseTo(without.calibration().orElseThrow().threshold(BUDGET), within(0.01));
  }

  @Test
  void shouldTakeThePastAsOneWindow() {
    double[] scores = random.doubles(20_000).map(unused -> gaussian()).toArray();
    BackgroundWindow past =
        BackgroundWindow.ofPast(Duration.ofDays(1).toMillis(), moments(scores), scores);

    Calibration calibration = ScoreBackground.ofPast(past).calibration().orElseThrow();

    assertThat(calibration.trackletsPerDay()).isEqualTo(20_000);
    assertThat(calibration.threshold(BUDGET)).isCloseTo(0.2 + 0.1 * 3.29, within(0.02));
  }

  @Test
  void shouldStayEmptyWhileEverybodyScoresTheSame() {
    double[] same = new double[200];
    ScoreBackground background = ScoreBackground.EMPTY;
    for (int window = 0; window < 20; window++) {
      background = background.with(window(same), BUDGET);
    }

    assertThat(background.calibration()).isEmpty();
  }

  @Test
  void shouldOutliveAWindowThatNamedNoScores() {
    ScoreBackground background =
        ScoreBackground.EMPTY.with(
            BackgroundWindow.of(MILLIS, moments(scores()), new double[0], 1), BUDGET);

    for (int window = 0; window < 24; window++) {
      background = background.with(window(), BUDGET);
    }

    assertThat(background.calibration()).isPresent();
  }

  /** All were below the floor, or all but one: the hour before was busy, and now few come. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldKeepTheLongMemoryWhenAQuietWindowNamesFewScores(int named) {
    ScoreBackground background = after(3 * DAY);
    double before = background.calibration().orElseThrow().threshold(BUDGET);
    double[] quiet = {0.1, 0.15, 0.2, 0.2, 0.95};
    double[] high = named == 0 ? new double[0] : new double[] {0.95};

    background = background.with(BackgroundWindow.of(MILLIS, moments(quiet), high, 0.36), BUDGET);

    assertThat(background.calibration().orElseThrow().threshold(BUDGET))
        .isCloseTo(before, within(0.01));
  }

  @Test
  void shouldReadBackWhatItWroteInFewBytes() throws IOException {
    ScoreBackground background = after(3 * DAY);

    byte[] written = bytes(background);

    assertThat(written).hasSizeBetween(500, ScoreBackground.MOST_BYTES);
    ScoreBackground read = ScoreBackground.read(in(written));
    assertThat(bytes(read)).isEqualTo(written);
    BackgroundWindow next = window();
    assertThat(bytes(read.with(next, BUDGET))).isEqualTo(bytes(background.with(next, BUDGET)));
  }

  @Test
  void shouldStayFewBytesAtTheirMost() throws IOException {
    double[] scores = random.doubles(20_000).map(unused -> gaussian()).toArray();
    ScoreBackground background =
        ScoreBackground.ofPast(
            BackgroundWindow.ofPast(Duration.ofDays(1).toMillis(), moments(scores), scores));
    double[] same = new double[200];
    ScoreBackground alike = ScoreBackground.EMPTY;

    for (int window = 0; window < 2 * DAY; window++) {
      trackletsOfAWindow = window % 2 == 0 ? 24 : 100;
      background = background.with(window(), BUDGET);
      alike = alike.with(window(same), BUDGET);

      assertThat(bytes(background)).hasSizeLessThanOrEqualTo(ScoreBackground.MOST_BYTES);
      assertThat(bytes(alike)).hasSizeLessThanOrEqualTo(ScoreBackground.MOST_BYTES);
    }
  }

  /** Written by the code of each layout after three days of {@link #window()}. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldReadWhatAnEarlierLayoutHeld(int version) throws IOException {
    ScoreBackground read;
    try (InputStream file =
        getClass().getResourceAsStream("score-background-" + version + ".bin")) {
      read = ScoreBackground.read(new DataInputStream(file));
    }
    double before = read.calibration().orElseThrow().threshold(BUDGET);

    for (int window = 0; window < 24; window++) {
      read = read.with(window(), BUDGET);
    }

    assertThat(before).isCloseTo(0.2 + 0.1 * 3.39, within(0.015));
    assertThat(read.calibration().orElseThrow().threshold(BUDGET)).isCloseTo(before, within(0.015));
  }

  @Test
  void shouldReadBackACalibration() throws IOException {
    Calibration calibration = after(50).calibration().orElseThrow();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    calibration.write(new DataOutputStream(bytes));

    Calibration read = Calibration.read(in(bytes.toByteArray()));

    assertThat(read.threshold(BUDGET)).isEqualTo(calibration.threshold(BUDGET));
    assertThat(read.expectedFalseAlertsPerDay(0.5))
        .isEqualTo(calibration.expectedFalseAlertsPerDay(0.5));
    assertThat(read.extrapolated(0.5)).isEqualTo(calibration.extrapolated(0.5));
  }

  @Test
  void shouldRefuseALaterVersion() throws IOException {
    byte[] later = bytes(ScoreBackground.EMPTY);
    later[0] = 9;

    assertThatThrownBy(() -> ScoreBackground.read(in(later)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("layout version 1 to 3, but was 9");
  }

  private ScoreBackground after(int windows) {
    ScoreBackground background = ScoreBackground.EMPTY;
    for (int window = 0; window < windows; window++) {
      background = background.with(window(), BUDGET);
    }
    return background;
  }

  private BackgroundWindow window() {
    return window(scores());
  }

  private static BackgroundWindow window(double[] scores) {
    return BackgroundWindow.of(MILLIS, moments(scores), scores, Double.NEGATIVE_INFINITY);
  }

  private double[] scores() {
    return random.doubles(trackletsOfAWindow).map(unused -> gaussian()).toArray();
  }

  private double gaussian() {
    return mean + deviation * random.nextGaussian();
  }

  private static ScoreMoments moments(double[] scores) {
    ScoreMoments moments = ScoreMoments.NONE;
    for (double score : scores) {
      moments = moments.plus(score);
    }
    return moments;
  }

  private static byte[] bytes(ScoreBackground background) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    background.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
