package io.sketchwatch.operators.calibration;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.calibration.ScoreMoments;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.gallery.SightingBuilder;
import io.sketchwatch.operators.match.BackgroundPart;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.PastPart;
import io.sketchwatch.operators.match.WatchlistKey;
import io.sketchwatch.operators.match.WindowPart;
import io.sketchwatch.operators.query.SearchProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalibrateFunctionTest {

  private static final double BUDGET = 100;
  private static final double FIRST_THRESHOLD = 0.6;
  private static final int TRACKLETS = 100;
  private static final GalleryRetention RETENTION =
      new GalleryRetention(Duration.ofMinutes(10), Duration.ofDays(1));

  private KeyedTwoInputStreamOperatorTestHarness<WatchlistKey, Match, BackgroundPart, Match>
      harness;
  private SplittableRandom random;
  private double mean;

  @BeforeEach
  void open() throws Exception {
    harness = harness(null);
    random = new SplittableRandom(5);
    mean = 0.2;
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void shouldPassMatchesOfNamedThresholds() throws Exception {
    Match match = candidate("t", NOON, 0.4, null);

    see(match);

    assertThat(harness.extractOutputValues()).containsExactly(match);
  }

  @Test
  void shouldJudgeByTheFirstThresholdBeforeAnythingIsKnown() throws Exception {
    searchPast(0);
    watermark(0);

    see(candidate("low", NOON, 0.59, BUDGET), candidate("high", NOON, 0.6, BUDGET));

    assertThat(harness.extractOutputValues()).containsExactly(candidate("high", NOON, 0.6, BUDGET));
  }

  @Test
  void shouldWaitForTheWatermarkAndForTheSearchOfThePast() throws Exception {
    see(candidate("t", NOON, 0.7, BUDGET));
    watermark(0);
    assertThat(harness.extractOutputValues()).isEmpty();

    searchPast(0);
    assertThat(harness.extractOutputValues()).hasSize(1);

    see(candidate("later", NOON.plusSeconds(1200), 0.7, BUDGET));
    assertThat(harness.extractOutputValues()).hasSize(1);

    watermark(new Watermark(learnedAt(2) - 1));
    assertThat(harness.extractOutputValues()).hasSize(1);

    watermark(new Watermark(learnedAt(2)));
    assertThat(harness.extractOutputValues()).hasSize(2);
  }

  @Test
  void shouldJudgeByTheWindowBeforeTheLast() throws Exception {
    searchPast(0);
    live(0, 20);
    double before = told().get(told().size() - 1).threshold();
    mean = 0.4;
    live(20, 22);

    see(at(21, "before it is in force", 0.55), at(22, "after", 0.55));

    assertThat(harness.extractOutputValues())
        .filteredOn(match -> match.score() == 0.55)
        .extracting(Match::trackletId)
        .containsExactly("before it is in force");
    assertThat(before).isLessThan(0.55);
  }

  @Test
  void shouldFollowTheStream() throws Exception {
    searchPast(0);
    live(0, 60);

    see(at(60, "low", 0.4), at(60, "high", 0.55));

    Match alerting = last();
    double oneIn288 = 0.2 + 0.1 * 2.7;
    assertThat(alerting.trackletId()).isEqualTo("high");
    assertThat(alerting.threshold()).isCloseTo(oneIn288, within(0.03));
    assertThat(alerting.expectedFalseAlertsPerDay()).isBetween(1.0, 20.0);
    assertThat(alerting.extrapolated()).isNotNull();
    assertThat(told()).isNotEmpty().allSatisfy(told -> assertThat(told.version()).isEqualTo(1));
    assertThat(told().get(told().size() - 1).threshold()).isCloseTo(oneIn288, within(0.04));
  }

  @Test
  void shouldLearnFromCamerasThatLagUntilTheirWindowCloses() throws Exception {
    searchPast(0);
    live(0, 60, 1);
    watermark(62);

    see(at(62, "t", 0.55));

    assertThat(last().trackletId()).isEqualTo("t");
    assertThat(last().threshold()).isCloseTo(0.2 + 0.1 * 2.7, within(0.03));
  }

  @Test
  void shouldLearnNothingFromCamerasThatLagMore() throws Exception {
    searchPast(0);
    live(0, 60, 2);
    watermark(64);

    see(at(64, "low", 0.59), at(64, "high", 0.61));

    assertThat(last().trackletId()).isEqualTo("high");
    assertThat(last().threshold()).isEqualTo(FIRST_THRESHOLD);
  }

  @Test
  void shouldLearnNothingThatComesWhileAClosedWindowWaitsToBeLearned() throws Exception {
    searchPast(0);
    live(0, 60);
    watermark(new Watermark(WindowPart.closesAt(windowOf(59))));
    assertThat(learnedAt(59)).isGreaterThan(WindowPart.closesAt(windowOf(59)));

    tell(new WindowPart(windowOf(59), ScoreMoments.NONE.plus(0.9).of(1_000_000), 0.8));
    watermark(61);
    see(at(61, "low", 0.4), at(61, "high", 0.55));

    assertThat(last().trackletId()).isEqualTo("high");
    assertThat(last().threshold()).isCloseTo(0.2 + 0.1 * 2.7, within(0.03));
  }

  @Test
  void shouldFollowTheStreamAfterAWindowInWhichNobodyScoredHigh() throws Exception {
    searchPast(0);
    live(0, 60);
    tell(new WindowPart(windowOf(60), moments(new double[] {0.1, 0.2}), 0.36));
    mean = 0.3;
    live(61, 80);

    see(at(80, "low", 0.5), at(80, "high", 0.65));

    assertThat(last().trackletId()).isEqualTo("high");
    assertThat(last().threshold()).isCloseTo(0.3 + 0.1 * 2.7, within(0.03));
  }

  @Test
  void shouldLetThroughAsManyAsTheBudgetAllows() throws Exception {
    searchPast(0);
    live(0, 288);
    harness.getOutput().clear();

    live(288, 576);

    assertThat(harness.extractOutputValues()).hasSizeBetween(50, 200);
  }

  @Test
  void shouldJudgeTheSameAfterARestore() throws Exception {
    searchPast(0);
    live(0, 40);
    see(at(44, "waiting", 0.7));
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.getOutput().clear();
    random = new SplittableRandom(9);
    live(40, 60);
    List<Match> uninterrupted = harness.extractOutputValues();
    harness.close();

    harness = harness(state);
    random = new SplittableRandom(9);
    live(40, 60);

    assertThat(harness.extractOutputValues()).isEqualTo(uninterrupted).isNotEmpty();
  }

  @Test
  void shouldJudgeThePastByWhatThePastTells() throws Exception {
    double[] scores = random.doubles(2000).map(unused -> gaussian()).sorted().toArray();
    for (int i = 0; i < 100; i++) {
      see(past("p" + i, scores[scores.length - 1 - i]));
    }

    tell(new PastPart(1, 2, 100, moments(scores), NOON.toEpochMilli(), NOON.toEpochMilli()));
    assertThat(harness.extractOutputValues()).isEmpty();
    tell(
        new PastPart(
            1,
            2,
            0,
            ScoreMoments.NONE,
            NOON.toEpochMilli(),
            NOON.plusSeconds(85_800).toEpochMilli()));

    assertThat(harness.extractOutputValues())
        .hasSizeBetween(50, 100)
        .allSatisfy(match -> assertThat(match.threshold()).isCloseTo(0.365, within(0.03)));
  }

  @Test
  void shouldLearnFromWhatComesBehindTheWordThatTheSearchIsOver() throws Exception {
    double[] scores = random.doubles(2000).map(unused -> gaussian()).sorted().toArray();
    PastPart whole =
        new PastPart(
            2,
            2,
            100,
            moments(scores),
            NOON.toEpochMilli(),
            NOON.plusSeconds(85_800).toEpochMilli());
    List<Match> found = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      found.add(past("p" + i, scores[scores.length - 1 - i]));
    }
    see(found.toArray(Match[]::new));
    tell(whole);
    Match[] inOrder = harness.extractOutputValues().toArray(Match[]::new);
    harness.close();

    harness = harness(null);
    see(found.subList(60, 100).toArray(Match[]::new));
    tell(whole);
    see(candidate("live", NOON, 0.7, BUDGET));
    watermark(9);
    assertThat(harness.extractOutputValues()).isEmpty();
    see(found.subList(0, 60).toArray(Match[]::new));

    assertThat(harness.extractOutputValues())
        .filteredOn(match -> match.phase() == Phase.PAST)
        .containsExactlyInAnyOrder(inOrder);
    assertThat(last().trackletId()).isEqualTo("live");
  }

  @Test
  void shouldNotWaitForThePastOnceTheStreamIsInForce() throws Exception {
    see(at(0, "first", 0.7));
    live(1, 60);

    see(at(60, "low", 0.4), at(60, "high", 0.55));
    assertThat(last().trackletId()).isEqualTo("high");
    assertThat(harness.extractOutputValues())
        .allSatisfy(match -> assertThat(match.threshold()).isNotEqualTo(FIRST_THRESHOLD));

    searchPast(0);
    assertThat(last().trackletId()).isEqualTo("first");
    assertThat(last().threshold()).isEqualTo(FIRST_THRESHOLD);
  }

  @Test
  void shouldJudgeThePastByItselfWhenItsSearchIsOverLate() throws Exception {
    double[] scores = random.doubles(2000).map(unused -> gaussian()).sorted().toArray();
    for (int i = 0; i < 100; i++) {
      see(past("p" + i, scores[scores.length - 1 - i]));
    }
    see(at(0, "first", 0.5));
    mean = 0.4;
    live(1, 60);
    int toldBefore = told().size();
    harness.getOutput().clear();

    tell(
        new PastPart(
            2,
            2,
            100,
            moments(scores),
            NOON.toEpochMilli(),
            NOON.plusSeconds(85_800).toEpochMilli()));

    assertThat(harness.extractOutputValues())
        .allSatisfy(match -> assertThat(match.threshold()).isCloseTo(0.365, within(0.03)))
        .anySatisfy(match -> assertThat(match.trackletId()).isEqualTo("first"))
        .filteredOn(match -> match.phase() == Phase.PAST)
        .hasSizeBetween(50, 100);
    assertThat(told()).hasSize(toldBefore);
    see(at(60, "by the stream", 0.75));
    assertThat(last().threshold()).isCloseTo(0.4 + 0.1 * 2.7, within(0.03));
  }

  @Test
  void shouldKeepTheBestOfAWindowWaiting() throws Exception {
    for (int i = 0; i < 100; i++) {
      int tracklet = i * 37 % 100;
      see(at(1, "t" + tracklet, 0.7 + tracklet * 0.001));
    }
    see(at(1, "t99", 0.1), at(2, "of another window", 0.65));
    watermark(2);

    searchPast(0);

    assertThat(harness.extractOutputValues())
        .extracting(Match::trackletId)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    IntStream.range(84, 100).mapToObj(i -> "t" + i), Stream.of("of another window"))
                .toList());
  }

  @Test
  void shouldLeaveThePastAloneUntilItsSearchIsOver() throws Exception {
    for (int i = 0; i < 100; i++) {
      see(past("p" + i, 0.7));
    }

    assertThat(harness.numEventTimeTimers()).isZero();

    searchPast(0);

    assertThat(harness.extractOutputValues()).hasSize(100);
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void shouldLeaveNothingToDoForAQueryThatHasEndedWhileItWaited() throws Exception {
    see(candidate("t", NOON, 0.7, BUDGET));
    see(past("p", 0.7));
    harness.processElement2(new StreamRecord<>(part(null, null)));

    watermark(9);

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void shouldTellAnOwnerWhoseSketchIsTooVague() throws Exception {
    mean = 0.5;
    searchPast(0);

    live(0, 30);

    assertThat(told().get(told().size() - 1).notice())
        .contains("Query 'q'", "draw more detail, or raise falseAlertsPerDay");
  }

  @Test
  void shouldBeginANewVersionAnew() throws Exception {
    searchPast(0);
    live(0, 30);

    Instant now = Instant.ofEpochMilli(WindowPart.start(windowOf(30)));
    see(candidate(2, "low", now, 0.59, Phase.LIVE, BUDGET));
    see(candidate(2, "high", now, 0.6, Phase.LIVE, BUDGET));
    harness.getOutput().clear();
    PastPart nothing = new PastPart(2, 2, 0, ScoreMoments.NONE, Long.MAX_VALUE, Long.MIN_VALUE);
    harness.processElement2(
        new StreamRecord<>(
            new BackgroundPart("q", 2, "m1", BUDGET, FIRST_THRESHOLD, null, nothing)));
    see(at(30, "of the old version", 0.9));

    assertThat(harness.extractOutputValues()).extracting(Match::trackletId).containsExactly("high");
  }

  @Test
  void shouldForgetAQueryThatHasEnded() throws Exception {
    searchPast(0);
    live(0, 30);

    harness.processElement2(new StreamRecord<>(part(null, null)));

    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  private void live(int first, int end) throws Exception {
    live(first, end, 0);
  }

  private void live(int first, int end, int windowsBehind) throws Exception {
    for (int number = first; number < end; number++) {
      double[] scores = random.doubles(TRACKLETS).map(unused -> gaussian()).toArray();
      watermark(number + windowsBehind);
      for (int i = 0; i < scores.length; i++) {
        see(at(number, number + "/" + i, scores[i]));
      }
      tell(new WindowPart(windowOf(number), moments(scores), -1));
    }
    watermark(end);
  }

  private double gaussian() {
    return mean + 0.1 * random.nextGaussian();
  }

  private void searchPast(int sightings) throws Exception {
    tell(new PastPart(2, 2, 0, new ScoreMoments(sightings, 0, 0), Long.MAX_VALUE, Long.MIN_VALUE));
  }

  private void watermark(int number) throws Exception {
    watermark(new Watermark(WindowPart.start(windowOf(number))));
  }

  private void watermark(Watermark watermark) throws Exception {
    harness.processWatermark1(watermark);
    harness.processWatermark2(watermark);
  }

  private void see(Match... matches) throws Exception {
    for (Match match : matches) {
      harness.processElement1(new StreamRecord<>(match));
    }
  }

  private void tell(WindowPart window) throws Exception {
    harness.processElement2(new StreamRecord<>(part(window, null)));
  }

  private void tell(PastPart past) throws Exception {
    harness.processElement2(new StreamRecord<>(part(null, past)));
  }

  private Match last() {
    List<Match> matches = harness.extractOutputValues();
    return matches.get(matches.size() - 1);
  }

  private List<SearchProgress> told() {
    return harness.getSideOutput(CalibrateFunction.THRESHOLDS).stream()
        .map(StreamRecord::getValue)
        .toList();
  }

  private static long learnedAt(int number) {
    return LearningTime.of(new WatchlistKey("q", "m1", Exemplar.SKETCH), windowOf(number));
  }

  private static long windowOf(int number) {
    return WindowPart.numberOf(NOON) + number;
  }

  private static Match at(int number, String tracklet, double score) {
    return candidate(
        tracklet, Instant.ofEpochMilli(WindowPart.start(windowOf(number))), score, BUDGET);
  }

  private static Match past(String tracklet, double score) {
    return candidate(1, tracklet, NOON, score, Phase.PAST, BUDGET);
  }

  private static Match candidate(String tracklet, Instant firstSeen, double score, Double budget) {
    return candidate(1, tracklet, firstSeen, score, Phase.LIVE, budget);
  }

  private static Match candidate(
      long version, String tracklet, Instant firstSeen, double score, Phase phase, Double budget) {
    return new Match(
        "q",
        version,
        "m1",
        "c1",
        tracklet,
        0,
        score,
        FIRST_THRESHOLD,
        phase,
        0,
        firstSeen,
        firstSeen,
        new Box(1, 2, 3, 4),
        new FrameReference("frames", 0, 7, "f", "ab"),
        new CropReference("crops", 0, 3, "cd"),
        Exemplar.SKETCH,
        SightingBuilder.at(0),
        budget,
        null,
        null);
  }

  private static BackgroundPart part(WindowPart window, PastPart past) {
    return new BackgroundPart("q", 1, "m1", BUDGET, FIRST_THRESHOLD, window, past);
  }

  private static ScoreMoments moments(double[] scores) {
    ScoreMoments moments = ScoreMoments.NONE;
    for (double score : scores) {
      moments = moments.plus(score);
    }
    return moments;
  }

  private static KeyedTwoInputStreamOperatorTestHarness<WatchlistKey, Match, BackgroundPart, Match>
      harness(OperatorSubtaskState state) throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new CalibrateFunction(RETENTION)),
            Match::key,
            BackgroundPart::key,
            TypeInformation.of(WatchlistKey.class));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }
}
