package io.sketchwatch.operators.alert;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.match.MatchBuilder.aMatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Alert.ShotScore;
import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.MatchBuilder;
import java.time.Duration;
import java.time.Instant;
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
  private static final Duration COOLDOWN = Duration.ofSeconds(10);

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
    send(
        match("t1", 0, 0.7),
        shot("t1", 1, 0.9).under("m2").build(),
        shot("t2", 0, 0.6).under("m2").build());

    assertThat(harness.extractOutputValues())
        .extracting(Alert::trackletId, Alert::rank)
        .containsExactly(tuple("t1", 1), tuple("t2", 1));
  }

  @Test
  void shouldReviseOneAlertByTheStrongestOfSeveralExemplars() throws Exception {
    send(
        match("t1", 0, 0.7),
        shot("t1", 1, 0.8).by("photo", 0.75).build(),
        shot("t1", 1, 0.9).by("photo", 0.75).build(),
        match("t1", 1, 0.75));

    assertThat(harness.extractOutputValues())
        .extracting(Alert::alertId, Alert::revision, Alert::exemplar, Alert::score)
        .containsExactly(
            tuple(AlertIds.alertId("q", "t1"), 0, "sketch", 0.7),
            tuple(AlertIds.alertId("q", "t1"), 1, "photo", 0.9));
    assertThat(harness.extractOutputValues().get(1).shots())
        .containsExactly(new ShotScore(1, NOON.plusSeconds(1), 0.9));
  }

  @Test
  void shouldNotRepeatAMatchThatIsFoundAgainUnderALowerThreshold() throws Exception {
    send(
        shot("t1", 0, 0.7).by("sketch", 0.6).build(),
        shot("t1", 0, 0.8).by("photo", 0.7).build(),
        shot("t1", 0, 0.7).by("sketch", 0.1).build());

    assertThat(harness.extractOutputValues())
        .extracting(Alert::exemplar)
        .containsExactly("sketch", "photo");
  }

  @Test
  void shouldRankWhatDifferentExemplarsFoundByTheirStrength() throws Exception {
    send(match("a", 0, 0.8), aMatch("b").scoring(0.85).by("photo", 0.8).build());

    assertThat(harness.extractOutputValues()).extracting(Alert::rank).containsExactly(1, 2);
  }

  @Test
  void shouldCountTheCooldownFromTheAlertThatWasSent() throws Exception {
    send(
        cooling("a", 0).build(),
        cooling("b", 8).build(),
        cooling("c", 12).build(),
        cooling("d", 30).build());
    harness.processWatermark(NOON.plusSeconds(40).toEpochMilli());

    assertThat(harness.extractOutputValues())
        .extracting(Alert::trackletId)
        .containsExactly("a", "c", "d");
  }

  @Test
  void shouldCoolDownEachCameraByItself() throws Exception {
    send(cooling("a", 0).build(), cooling("b", 1).fromCamera("c2").build());
    harness.processWatermark(NOON.plusSeconds(40).toEpochMilli());

    assertThat(harness.extractOutputValues()).hasSize(2);
  }

  @Test
  void shouldHoldMatchesBackUntilTheWatermarkHasPassedThem() throws Exception {
    send(cooling("late", 5).build());
    harness.processWatermark(NOON.plusSeconds(4).toEpochMilli());
    assertThat(harness.extractOutputValues()).isEmpty();
    send(cooling("early", 4).build());
    harness.processWatermark(NOON.plusSeconds(5).toEpochMilli());

    assertThat(harness.extractOutputValues())
        .extracting(Alert::trackletId)
        .containsExactly("early");
  }

  @Test
  void shouldReleaseMatchesWhenTheWatermarkRests() throws Exception {
    harness.setProcessingTime(1000);
    send(cooling("a", 5).build());
    harness.setProcessingTime(5999);
    assertThat(harness.extractOutputValues()).isEmpty();
    harness.setProcessingTime(11_000);

    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void shouldKeepWaitingWhileTheWatermarkMoves() throws Exception {
    send(cooling("a", 100).build());
    for (int second = 1; second < 60; second++) {
      harness.processWatermark(NOON.plusSeconds(second).toEpochMilli());
      harness.setProcessingTime(second * 1000L);
    }

    assertThat(harness.extractOutputValues()).isEmpty();
  }

  @Test
  void shouldForgetTrackletsThatTheGalleryHasForgotten() throws Exception {
    send(match("old", 0, 0.9), aMatch("new").at(NOON.plusSeconds(4200)).build());
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
    Match wrong = aMatch("w").fromCamera("c2").at(Instant.parse("2099-01-01T00:00:00Z")).build();
    send(match("t1", 0, 0.7), wrong, match("t1", 0, 0.7), match("t1", 1, 0.8));

    assertThat(harness.extractOutputValues())
        .extracting(Alert::trackletId, Alert::revision)
        .containsExactly(tuple("t1", 0), tuple("w", 0), tuple("t1", 1));
  }

  @Test
  void shouldRememberAlertsAndWaitingMatchesAcrossAFailure() throws Exception {
    send(match("t1", 0, 0.7), cooling("waiting", 5).build());
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = newHarness(snapshot);

    send(match("t1", 0, 0.7));
    harness.processWatermark(NOON.plusSeconds(40).toEpochMilli());

    assertThat(harness.extractOutputValues())
        .extracting(Alert::trackletId)
        .containsExactly("waiting");
  }

  private void send(Match... matches) throws Exception {
    for (Match match : matches) {
      harness.processElement(match, match.capturedAt().toEpochMilli());
    }
  }

  private static Match match(String tracklet, int shot, double score) {
    return shot(tracklet, shot, score).build();
  }

  private static MatchBuilder shot(String tracklet, int shot, double score) {
    return aMatch(tracklet).shot(shot).scoring(score);
  }

  private static MatchBuilder cooling(String tracklet, int second) {
    return aMatch(tracklet).at(NOON.plusSeconds(second)).coolingDown(COOLDOWN);
  }

  static KeyedOneInputStreamOperatorTestHarness<String, Match, Alert> newHarness(
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
