package io.sketchwatch.jobs.live;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.model.InputSpec.Channels;
import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelAnnouncement.State;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.core.query.QueryStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * People keep passing two cameras while models come into force and one is rolled back; beside it,
 * the same people under one model throughout.
 */
@Timeout(300)
class ModelSwapITCase {

  private static final int HUES = 6;
  private static final List<String> MODELS = List.of(BlockWorld.MODEL, "hue-2", "hue-3");

  /** Cut off by the left edge of the frame, which makes a poor first shot. */
  private static final int IN_THE_DOOR = -15;

  @TempDir private static Path folder;

  private static Outcome swapped;
  private static Outcome undisturbed;

  @BeforeAll
  static void watchWithAndWithoutSwaps() throws Exception {
    swapped = watch(true);
    undisturbed = watch(false);
  }

  private static Outcome watch(boolean swapping) throws Exception {
    Path savepoints = Files.createTempDirectory(folder, "savepoints");
    try (LiveJobOnKafka job = new LiveJobOnKafka(2, new Configuration())) {
      Story story = new Story(job, swapping);
      story.tell();
      job.drain(savepoints);
      return new Outcome(job.alerts(), job.sightings(), job.modelStatuses(), job.statuses("q-0"));
    }
  }

  @Test
  void shouldAlertOnTheSamePeopleAsWithoutASwap() {
    assertThat(undisturbed.alertIds()).hasSizeGreaterThan(30);
    assertThat(swapped.alertIds()).isEqualTo(undisturbed.alertIds());
    assertThat(swapped.alerts)
        .extracting(alert -> alert.alertId() + "/" + alert.revision())
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldKeepEachSightingOnce() {
    assertThat(swapped.sightings)
        .extracting(sighting -> sighting.key() + "/" + sighting.modelId())
        .doesNotHaveDuplicates();
    assertThat(swapped.shots()).isEqualTo(undisturbed.shots());
  }

  @Test
  void shouldEmbedEveryTrackletByOneModelThatTheQueriesAreEmbeddedBy() {
    assertThat(swapped.modelsByTracklet().values()).allSatisfy(m -> assertThat(m).hasSize(1));
    assertThat(swapped.sightings)
        .extracting(Sighting::modelId)
        .containsOnlyElementsOf(MODELS)
        .containsAll(MODELS);
    QueryStatus last = swapped.statuses.get(swapped.statuses.size() - 1);
    assertThat(last.models()).containsExactlyInAnyOrderElementsOf(MODELS);
  }

  @Test
  void shouldStayWithTheModelOfAPersonWhoIsInSightDuringASwap() {
    assertThat(swapped.sightings)
        .filteredOn(sighting -> sighting.trackletId().equals("door/f0/0"))
        .hasSizeGreaterThan(1)
        .extracting(Sighting::modelId)
        .containsOnly(BlockWorld.MODEL);
  }

  @Test
  void shouldAlertUnderTheModelOfTheTracklet() {
    Map<String, Set<String>> models = swapped.modelsByTracklet();

    assertThat(swapped.alerts)
        .allSatisfy(
            alert -> assertThat(models.get(alert.trackletId())).containsExactly(alert.modelId()));
  }

  @Test
  void shouldGoBackToTheFormerModelAfterARollback() {
    List<String> inOrder =
        swapped.sightings.stream()
            .filter(sighting -> sighting.cameraId().equals("gate"))
            .sorted(Comparator.comparing(Sighting::firstSeen))
            .map(Sighting::modelId)
            .toList();

    assertThat(inOrder).containsSubsequence(BlockWorld.MODEL, "hue-2", "hue-3", "hue-2");
    assertThat(inOrder.get(inOrder.size() - 1)).isEqualTo("hue-2");
  }

  @Test
  void shouldTellHowACandidatesAlertsDifferAndSendNone() {
    assertThat(swapped.modelStatuses)
        .filteredOn(status -> status.modelId().equals("hue-4") && status.difference() != null)
        .isNotEmpty()
        .extracting(ModelStatus::difference)
        .allSatisfy(
            difference -> {
              assertThat(difference.both()).isPositive();
              assertThat(difference.onlyCandidate()).isZero();
              assertThat(difference.onlyActive()).isZero();
            });
    assertThat(swapped.alerts).extracting(Alert::modelId).containsOnlyElementsOf(MODELS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flipped | File 'photo.onnx' of package '%s' must have SHA-256",
        "shape | must give PHOTO embeddings of shape [1, 4], but gave [1, 3]",
        "notice | Package '%s' has no licence notice",
        "climbing | File '../photo.onnx' of package '%s' must lie in its folder"
      })
  void shouldRefuseABadPackageAndSayWhy(String modelId, String reason) {
    String uri = folder.resolve(modelId).toUri().toString();

    assertThat(swapped.modelStatuses)
        .filteredOn(status -> status.modelId().equals(modelId))
        .singleElement()
        .satisfies(status -> assertThat(status.state()).isEqualTo(ModelStatus.State.REFUSED))
        .satisfies(status -> assertThat(status.reason()).contains(reason.formatted(uri)));
  }

  @Test
  void shouldRefuseAPackageThatLiesElsewhere() {
    assertThat(swapped.modelStatuses)
        .filteredOn(status -> status.modelId().equals("elsewhere"))
        .singleElement()
        .satisfies(status -> assertThat(status.state()).isEqualTo(ModelStatus.State.REFUSED))
        .satisfies(
            status ->
                assertThat(status.reason())
                    .startsWith("URI 'file:/elsewhere' must lie below one of the allowed roots")
                    .endsWith("or add its folder to 'models.allowed-roots'"));
  }

  /** What is told to the job: the same frames and queries, with or without announcements. */
  private static final class Story {

    private final LiveJobOnKafka job;
    private final boolean swapping;
    private final BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
    private final BlockCamera yard = new BlockCamera("yard", BlockWorld.START);
    private final BlockCamera door = new BlockCamera("door", BlockWorld.START);

    Story(LiveJobOnKafka job, boolean swapping) {
      this.job = job;
      this.swapping = swapping;
    }

    void tell() throws Exception {
      job.watchFor("q-0", BlockWorld.hue(0, HUES), null);
      job.watchFor("q-2", BlockWorld.hue(2, HUES), null);
      everyoneCrosses();
      if (swapping) {
        announceBadPackages();
      }
      standInTheDoor();
      bring("hue-2", Channels.RGB, 10);
      walkIn();
      everyoneCrosses();
      bring("hue-3", Channels.BGR, 11);
      everyoneCrosses();
      bring("hue-2", Channels.RGB, 12);
      everyoneCrosses();
      bringInShadow("hue-4", Channels.BGR, 13);
      everyoneCrosses();
      letTimePass();
      if (swapping) {
        job.awaitDifference("hue-4");
      }
      job.watchFor("late", BlockWorld.hue(1, HUES), null);
    }

    private void everyoneCrosses() throws Exception {
      for (int hue = 0; hue < HUES; hue++) {
        job.send(gate.crossing(BlockWorld.hue(hue, HUES)));
        job.send(yard.crossing(BlockWorld.hue(hue, HUES)));
      }
    }

    /** Announces a model while people pass, and waits until it is in service. */
    private void bring(String modelId, Channels channels, long epoch) throws Exception {
      if (swapping) {
        job.announce(HuePackage.at(folder, modelId, channels).announced(State.ACTIVE, epoch));
      }
      everyoneCrosses();
      if (swapping) {
        assertThat(job.awaitModel(modelId, epoch).state()).isEqualTo(ModelStatus.State.LOADED);
      }
    }

    /** The candidate's first whole stretch of time begins after this. */
    private void bringInShadow(String modelId, Channels channels, long epoch) throws Exception {
      if (swapping) {
        job.announce(HuePackage.at(folder, modelId, channels).announced(State.CANDIDATE, epoch));
        assertThat(job.awaitModel(modelId, epoch).state()).isEqualTo(ModelStatus.State.SHADOW);
      }
      letTimePass();
    }

    /** Enough of it, on all cameras, to end the stretch that is under way. */
    private void letTimePass() throws Exception {
      for (BlockCamera camera : List.of(gate, yard, door)) {
        camera.rest(Duration.ofMinutes(10));
        job.send(camera.crossing(BlockWorld.hue(0, HUES)));
      }
    }

    private void announceBadPackages() throws Exception {
      job.announce(
          new ModelAnnouncement(
              "elsewhere", "file:/elsewhere", "0".repeat(64), State.ACTIVE, 5, BlockWorld.START));
      job.announce(packageOf("flipped").withFlippedByte().announced(State.ACTIVE, 1));
      job.announce(packageOf("shape").withDimension(4).announced(State.ACTIVE, 2));
      job.announce(packageOf("notice").withoutNotice().announced(State.ACTIVE, 3));
      job.announce(
          packageOf("climbing").withFile("../photo.onnx", "00").announced(State.ACTIVE, 4));
      job.awaitModel("climbing", 4);
    }

    private static HuePackage packageOf(String modelId) throws Exception {
      return HuePackage.at(folder, modelId, Channels.RGB);
    }

    private void standInTheDoor() throws Exception {
      for (int i = 0; i < 12; i++) {
        job.send(door.frame(IN_THE_DOOR, BlockWorld.hue(0, HUES)));
      }
      job.awaitPeople(2 * HUES + 1);
    }

    /** Of the same person, late enough for another shot. */
    private void walkIn() throws Exception {
      for (int i = 0; i < 20; i++) {
        job.send(door.frame(IN_THE_DOOR, BlockWorld.hue(0, HUES)));
      }
      for (int step = 1; step < 5; step++) {
        job.send(door.frame(IN_THE_DOOR + step * BlockWorld.STRIDE, BlockWorld.hue(0, HUES)));
      }
    }
  }

  /** What has come of it. */
  private record Outcome(
      List<Alert> alerts,
      List<Sighting> sightings,
      List<ModelStatus> modelStatuses,
      List<QueryStatus> statuses) {

    Set<String> alertIds() {
      return alerts.stream().map(Alert::alertId).collect(toSet());
    }

    Set<String> shots() {
      return sightings.stream().map(Sighting::key).collect(toSet());
    }

    Map<String, Set<String>> modelsByTracklet() {
      return sightings.stream()
          .collect(groupingBy(Sighting::trackletId, mapping(Sighting::modelId, toSet())));
    }
  }
}
