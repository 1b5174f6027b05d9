package io.sketchwatch.jobs.live;

import static io.sketchwatch.jobs.live.ReleaseStory.BLUE;
import static io.sketchwatch.jobs.live.ReleaseStory.GREEN;
import static io.sketchwatch.jobs.live.ReleaseStory.MAGENTA;
import static io.sketchwatch.jobs.live.ReleaseStory.ORANGE;
import static io.sketchwatch.jobs.live.ReleaseStory.RED;
import static io.sketchwatch.jobs.live.ReleaseStory.YELLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.audit.AuditEvent.Kind;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelAnnouncement.State;
import io.sketchwatch.core.model.ModelStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The production job of this build goes on from the savepoint of each release, larger and smaller
 * than it was (two subtasks), on either state backend: what was in state is in force.
 */
@Timeout(600)
class SavepointRestoreITCase {

  /** When frames go on; the story before ends earlier. */
  static final Instant AFTERWARDS = BlockWorld.START.plusSeconds(40);

  private static final int FIRST_FRAME = 1000;
  private static final double SAME_SCORE = 1e-6;

  private static List<Outcome> outcomes;

  @BeforeAll
  static void goOn(@TempDir Path savepoints) throws Exception {
    outcomes = new ArrayList<>();
    for (SavedRelease release : SavedRelease.all()) {
      outcomes.add(goOn(release, 1, "rocksdb", savepoints));
      outcomes.add(goOn(release, 2, "hashmap", savepoints));
      outcomes.add(goOn(release, 4, "rocksdb", savepoints));
    }
  }

  static List<Outcome> outcomes() {
    return outcomes;
  }

  private static Outcome goOn(
      SavedRelease release, int parallelism, String stateBackend, Path savepoints)
      throws Exception {
    Configuration options = ReleaseStory.options(stateBackend);
    options.set(
        StateRecoveryOptions.SAVEPOINT_PATH, release.savepoint().toAbsolutePath().toString());
    try (LiveJobOnKafka job =
        LiveJobOnKafka.goingOn(parallelism, ReleaseStory.PARTITIONS, options, release::fill)) {
      tell(job);
      job.drain(savepoints);
      return Outcome.of(
          "release %s with %d subtasks on %s".formatted(release, parallelism, stateBackend),
          release.notes(),
          job);
    }
  }

  private static void tell(LiveJobOnKafka job) throws Exception {
    BlockCamera gate = camera("gate");
    BlockCamera dock = camera("dock");
    BlockCamera door = camera("door");
    BlockCamera yard = camera("yard");
    job.watchFor("late-blue", BLUE, null);
    job.watchFor("late-green", GREEN, null);
    job.send(door.crossing(GREEN));
    job.send(gate.crossing(RED));
    job.send(gate.crossing(BLUE));
    job.send(yard.crossing(RED));
    job.send(yard.crossing(ORANGE));
    job.send(dock.crossing(MAGENTA));
    job.awaitPeople(5);
    for (BlockCamera camera : List.of(gate, dock, door, yard)) {
      camera.rest(Duration.ofMinutes(2));
      job.send(camera.crossing(YELLOW));
    }
    job.awaitPeople(8);
    job.announce(
        new ModelAnnouncement(
            ReleaseStory.MODEL, "file:///elsewhere", "0".repeat(64), State.ACTIVE, 20, AFTERWARDS));
    job.awaitModel(ReleaseStory.MODEL, 20);
    job.withdraw("blue");
  }

  private static BlockCamera camera(String id) {
    return new BlockCamera(id, AFTERWARDS, FIRST_FRAME);
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void shouldFindInTheGalleryWhatWasSeenBefore(Outcome outcome) {
    List<Alert> past =
        outcome.of("late-blue").stream().filter(alert -> alert.phase() == Phase.PAST).toList();

    assertThat(past).isNotEmpty();
    assertThat(past)
        .allSatisfy(
            alert ->
                assertThat(alert.alertId())
                    .isEqualTo(AlertIds.alertId("late-blue", alert.trackletId())));
    Map<String, Double> expected = outcome.notes.scores();
    Map<String, Double> scores = ReleaseStory.scores(past);
    assertThat(scores.keySet()).isEqualTo(expected.keySet());
    assertThat(scores)
        .allSatisfy(
            (tracklet, score) ->
                assertThat(score).isCloseTo(expected.get(tracklet), within(SAME_SCORE)));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void shouldGoOnWatchingForTheQueriesOfBefore(Outcome outcome) {
    assertThat(outcome.of("everyone"))
        .extracting(Alert::phase)
        .hasSizeGreaterThanOrEqualTo(8)
        .containsOnly(Phase.LIVE);
    assertThat(outcome.of("witness")).extracting(Alert::cameraId).containsOnly("gate");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void shouldRememberWhatWasSentInACooldown(Outcome outcome) {
    assertThat(outcome.of("cool")).extracting(Alert::cameraId).containsOnly("yard");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void shouldHideTheLikeOfWhomWasRejected(Outcome outcome) {
    assertThat(outcome.of("blue")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void shouldSearchByThePhotoThatWasConfirmed(Outcome outcome) {
    assertThat(outcome.of("photo"))
        .filteredOn(alert -> alert.score() < 1 && !alert.exemplar().equals("sketch"))
        .extracting(Alert::cameraId)
        .contains("yard");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void shouldHoldToTheThresholdOfABudget(Outcome outcome) {
    assertThat(outcome.of("budget"))
        .isNotEmpty()
        .allSatisfy(
            alert ->
                assertThat(alert.threshold())
                    .isCloseTo(outcome.notes.budgetThreshold(), within(1e-9)))
        .allSatisfy(alert -> assertThat(alert.expectedFalseAlertsPerDay()).isNotNull());
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void shouldKeepOutWhatIsErased(Outcome outcome) {
    assertThat(outcome.of("late-green")).extracting(Alert::cameraId).doesNotContain("door");
    assertThat(outcome.of("everyone")).extracting(Alert::cameraId).doesNotContain("door");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void shouldEmbedByTheModelInService(Outcome outcome) {
    assertThat(outcome.alerts).extracting(Alert::modelId).containsOnly(ReleaseStory.MODEL);
    assertThat(outcome.modelStatuses)
        .filteredOn(status -> status.epoch() == 20)
        .singleElement()
        .satisfies(status -> assertThat(status.state()).isEqualTo(ModelStatus.State.REFUSED))
        .satisfies(status -> assertThat(status.reason()).contains("while it is in service"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void shouldGoOnWithTheChainOfACase(Outcome outcome) {
    AuditRecord first = outcome.audit.get(0);

    assertThat(first.seq()).isEqualTo(outcome.notes.auditSeq() + 1);
    assertThat(first.previousHash()).isEqualTo(outcome.notes.auditHash());
    assertThat(outcome.audit)
        .extracting(record -> record.event().kind())
        .contains(Kind.QUERY_WITHDRAWN);
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void shouldCountTheFramesOfAStretchBeforeAndAfter(Outcome outcome) {
    Coverage open =
        outcome.coverage.stream()
            .filter(coverage -> coverage.cameraId().equals("gate"))
            .findFirst()
            .orElseThrow();

    assertThat(open.from()).isBefore(AFTERWARDS);
    assertThat(open.to()).isAfter(AFTERWARDS);
    assertThat(open.processed())
        .isEqualTo(outcome.notes.gateFrames() + 2 * BlockWorld.STEPS_TO_CROSS);
  }

  /** What has come of it. */
  private record Outcome(
      String name,
      SavedRelease.Notes notes,
      List<Alert> alerts,
      List<ModelStatus> modelStatuses,
      List<Coverage> coverage,
      List<AuditRecord> audit) {

    static Outcome of(String name, SavedRelease.Notes notes, LiveJobOnKafka job) throws Exception {
      return new Outcome(
          name, notes, job.alerts(), job.modelStatuses(), job.coverage(), ReleaseStory.audit(job));
    }

    List<Alert> of(String queryId) {
      return alerts.stream().filter(alert -> alert.queryId().equals(queryId)).toList();
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
