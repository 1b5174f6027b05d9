package io.sketchwatch.operators.alert;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.alert.Alert.ShotScore;
import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.match.Match;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuppressRepeatAlertsFunctionTest {

  private static final GalleryRetention RETENTION =
      new GalleryRetention(Duration.ofMinutes(10), Duration.ofHours(1));

  private KeyedOneInputStreamOperatorTestHarness<String, Match, Alert> harness;

  @BeforeEach
  void open() throws Exception {
    harness = newHarness(null);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void shouldAlertOnceATrackletAndReviseItForBetterShots() throws Exception {
    send(match("t1", 0, 0.7), match("t1", 1, 0.6), match("t1", 2, 0.8), match("t1", 2, 0.8));

    assertThat(harness.extractOutputValues())
        .extracting(Alert::alertId, Alert::revision, Alert::score)
        .containsExactly(
            tuple(AlertIds.alertId("q", "t1"), 0, 0.7), tuple(AlertIds.alertId("q", "t1"), 1, 0.8));
    assertThat(harness.extractOutputValues().get(1).shots())
        .containsExactly(
            new ShotScore(0, NOON, 0.7),
            new ShotScore(1, NOON.plusSeconds(1), 0.6),
            new ShotScore(2, NOON.plusSeconds(2), 0.8));
  }

  @Test
  void shouldCarryTheEvidenceOfTheBestShot() throws Exception {
    send(match("t1", 1, 0.7));

    Alert alert = harness.extractOutputValues().get(0);

    assertThat(alert.crop().uri()).isEqualTo("kafka:crops/0/3?sha256=cd");
    assertThat(alert.crop().mediaType()).isEqualTo("image/jpeg");
    assertThat(alert.frame().offset()).isEqualTo(7);
    assertThat(alert.exemplar()).isEqualTo("sketch");
    assertThat(alert.firstSeen()).isEqualTo(NOON);
    assertThat(alert.lastSeen()).isEqualTo(NOON.plusSeconds(1));
    assertThat(alert.expectedFalseAlertsPerDay()).isNull();
  }

  @Test
  void shouldRankAmongTheTrackletsAlertedSoFar() throws Exception {
    send(match("a", 0, 0.7), match("b", 0, 0.8), match("c", 0, 0.75), match("a", 1, 0.9));

    assertThat(harness.extractOutputValues()).extracting(Alert::rank).containsExactly(1, 1, 2, 1);
  }

  @Test
  void shouldNotReviseAnAlertByTheScoreOfAnotherModel() throws Exception {
    send(match("t1", 0, 0.7), as(match("t1", 1, 0.9), "m2", 0), as(match("t2", 0, 0.6), "m2", 0));

    assertThat(harness.extractOutputValues())
        .extracting(Alert::trackletId, Alert::rank)
        .containsExactly(tuple("t1", 1), tuple("t2", 1));
  }

  @Test
  void shouldCountTheCooldownFromTheAlertThatWasSent() throws Exception {
    send(cooling("a", 0), cooling("b", 8), cooling("c", 12), cooling("d", 30));
    harness.processWatermark(NOON.plusSeconds(40).toEpochMilli());

    assertThat(harness.extractOutputValues())
        .extracting(Alert::trackletId)
        .containsExactly("a", "c", "d");
  }

  @Test
  void shouldCoolDownEachCameraByItself() throws Exception {
    send(cooling("a", 0), elsewhere(cooling("b", 1)));
    harness.processWatermark(NOON.plusSeconds(40).toEpochMilli());

    assertThat(harness.extractOutputValues()).hasSize(2);
  }

  @Test
  void shouldHoldMatchesBackUntilTheWatermarkHasPassedThem() throws Exception {
    send(cooling("late", 5));
    harness.processWatermark(NOON.plusSeconds(4).toEpochMilli());
    assertThat(harness.extractOutputValues()).isEmpty();
    send(cooling("early", 4));
    harness.processWatermark(NOON.plusSeconds(5).toEpochMilli());

    assertThat(harness.extractOutputValues())
        .extracting(Alert::trackletId)
        .containsExactly("early");
  }

  @Test
  void shouldReleaseMatchesWhenTheWatermarkRests() throws Exception {
    harness.setProcessingTime(1000);
    send(cooling("a", 5));
    harness.setProcessingTime(5999);
    assertThat(harness.extractOutputValues()).isEmpty();
    harness.setProcessingTime(11_000);

    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void shouldKeepWaitingWhileTheWatermarkMoves() throws Exception {
    send(cooling("a", 100));
    for (int second = 1; second < 60; second++) {
      harness.processWatermark(NOON.plusSeconds(second).toEpochMilli());
      harness.setProcessingTime(second * 1000L);
    }

    assertThat(harness.extractOutputValues()).isEmpty();
  }

  @Property(tries = 25)
  void shouldDecideTheSameInWhateverBatchesMatchesAreReleased(
      @ForAll List<@IntRange(max = 60) Integer> seconds, @ForAll Random random) throws Exception {
    List<Match> matches = new ArrayList<>();
    for (int second : seconds) {
      Instant longAgo = NOON.minusSeconds(matches.size() * 7L % 30);
      Match match = cooling("t" + matches.size(), second);
      matches.add(copy(match, "m1", "c" + second % 2, 10_000, longAgo, match.capturedAt()));
    }
    Set<String> atOnce = alerted(matches, List.of(100));

    Collections.shuffle(matches, random);
    List<Integer> watermarks = random.ints(5, 0, 60).sorted().boxed().toList();

    assertThat(alerted(matches, watermarks)).isEqualTo(atOnce);
  }

  @Test
  void shouldForgetTrackletsThatTheGalleryHasForgotten() throws Exception {
    send(match("old", 0, 0.9), seen(match("new", 0, 0.7), NOON.plusSeconds(4200)));
    assertThat(harness.extractOutputValues()).extracting(Alert::rank).containsExactly(1, 1);

    send(match("old", 0, 0.9));

    assertThat(harness.extractOutputValues()).hasSize(2);
  }

  @Test
  void shouldForgetAQueryThatHasNoMatchesAnyMore() throws Exception {
    send(match("t1", 0, 0.7));
    harness.setProcessingTime(Duration.ofMinutes(139).toMillis());
    assertThat(harness.numKeyedStateEntries()).isPositive();

    harness.setProcessingTime(Duration.ofMinutes(140).toMillis());

    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void shouldNotForgetTrackletsOfACameraForTheWrongClockOfAnother() throws Exception {
    Match wrong = elsewhere(seen(match("w", 0, 0.7), Instant.parse("2099-01-01T00:00:00Z")));
    send(match("t1", 0, 0.7), wrong, match("t1", 0, 0.7), match("t1", 1, 0.8));

    assertThat(harness.extractOutputValues())
        .extracting(Alert::trackletId, Alert::revision)
        .containsExactly(tuple("t1", 0), tuple("w", 0), tuple("t1", 1));
  }

  @Test
  void shouldRememberAlertsAndWaitingMatchesAcrossAFailure() throws Exception {
    send(match("t1", 0, 0.7), cooling("waiting", 5));
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = newHarness(snapshot);

    send(match("t1", 0, 0.7));
    harness.processWatermark(NOON.plusSeconds(40).toEpochMilli());

    assertThat(harness.extractOutputValues())
        .extracting(Alert::trackletId)
        .containsExactly("waiting");
  }

  private static Set<String> alerted(List<Match> matches, List<Integer> watermarks)
      throws Exception {
    try (var fresh = newHarness(null)) {
      List<Match> left = new ArrayList<>(matches);
      for (int watermark : watermarks) {
        Instant time = NOON.plusSeconds(watermark);
        for (Match match : matches) {
          if (!match.capturedAt().isAfter(time) && left.remove(match)) {
            fresh.processElement(match, match.capturedAt().toEpochMilli());
          }
        }
        fresh.processWatermark(time.toEpochMilli());
      }
      for (Match match : left) {
        fresh.processElement(match, match.capturedAt().toEpochMilli());
      }
      fresh.processWatermark(Long.MAX_VALUE);
      return fresh.extractOutputValues().stream()
          .map(Alert::trackletId)
          .collect(Collectors.toSet());
    }
  }

  private void send(Match... matches) throws Exception {
    for (Match match : matches) {
      harness.processElement(match, match.capturedAt().toEpochMilli());
    }
  }

  private static Match match(String tracklet, int shot, double score) {
    return new Match(
        "q",
        1,
        "m1",
        "c1",
        tracklet,
        shot,
        score,
        0.5,
        Phase.LIVE,
        0,
        NOON,
        NOON.plusSeconds(shot),
        new Box(1, 2, 3, 4),
        new FrameReference("frames", 0, 7, "f", "ab"),
        new CropReference("crops", 0, 3, "cd"));
  }

  private static Match cooling(String tracklet, int second) {
    return as(seen(match(tracklet, 0, 0.7), NOON.plusSeconds(second)), "m1", 10_000);
  }

  private static Match seen(Match match, Instant time) {
    return copy(match, match.modelId(), match.cameraId(), match.cooldownMillis(), time, time);
  }

  private static Match elsewhere(Match match) {
    return copy(
        match,
        match.modelId(),
        "c2",
        match.cooldownMillis(),
        match.firstSeen(),
        match.capturedAt());
  }

  private static Match as(Match match, String model, long cooldownMillis) {
    return copy(
        match, model, match.cameraId(), cooldownMillis, match.firstSeen(), match.capturedAt());
  }

  private static Match copy(
      Match match,
      String model,
      String camera,
      long cooldownMillis,
      Instant firstSeen,
      Instant capturedAt) {
    return new Match(
        match.queryId(),
        match.queryVersion(),
        model,
        camera,
        match.trackletId(),
        match.shot(),
        match.score(),
        match.threshold(),
        match.phase(),
        cooldownMillis,
        firstSeen,
        capturedAt,
        match.box(),
        match.frame(),
        match.crop());
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Match, Alert> newHarness(
      OperatorSubtaskState state) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new SuppressRepeatAlertsFunction(RETENTION)),
            Match::queryId,
            Types.STRING);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }
}
