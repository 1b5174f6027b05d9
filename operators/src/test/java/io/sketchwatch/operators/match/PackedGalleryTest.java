package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.operators.gallery.BucketState;
import io.sketchwatch.operators.gallery.ErasedPart;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gallery as state: what is kept, in which backend, at what size, by which release. */
class PackedGalleryTest {

  private static final int SIGHTINGS = 2 * BucketState.BLOCK_ROWS + 22;
  private static final Instant LATER = NOON.plusSeconds(3600);
  private static final QueryScope EVERYWHERE = new QueryScope(null, null, null, null);

  static Stream<StateBackend> backends() {
    return Stream.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void shouldFindEverySightingWithItsEvidence(StateBackend backend) throws Exception {
    try (MatchingSubtask subtask = open(backend, null)) {
      List<Sighting> seen = see(subtask);
      subtask.watch(entry("m1", 0.8));

      assertThat(subtask.extractOutputValues())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("phase")
          .containsExactlyElementsOf(expected(seen));
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void shouldFindTheSameAfterAFailure(StateBackend backend) throws Exception {
    OperatorSubtaskState snapshot;
    List<Sighting> seen;
    try (MatchingSubtask subtask = open(backend, null)) {
      seen = see(subtask);
      snapshot = subtask.snapshot(1, 1);
    }
    try (MatchingSubtask subtask = open(backend, snapshot)) {
      see(subtask);
      subtask.watch(entry("m1", 0.8));

      assertThat(subtask.extractOutputValues())
          .extracting(Match::trackletId)
          .containsExactlyElementsOf(expected(seen).stream().map(Match::trackletId).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void shouldForgetAnExpiredBucketWholly(StateBackend backend) throws Exception {
    try (MatchingSubtask subtask = open(backend, null)) {
      see(subtask);
      subtask.see(new GalleryRecord("c1", NOON, null));
      subtask.watch(entry("m1", -1));
      assertThat(subtask.extractOutputValues()).isEmpty();

      see(subtask);

      assertThat(subtask.extractOutputValues()).hasSize(SIGHTINGS / 2);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void shouldEraseWhatAnOrderCoversAndKeepTheRestAsItWas(StateBackend backend) throws Exception {
    try (MatchingSubtask subtask = open(backend, null)) {
      List<Sighting> seen = see(subtask);
      Sighting victim = seen.get(BucketState.BLOCK_ROWS / 2);
      String tracklet = "c1/" + victim.trackletId();
      List<Match> kept =
          expected(seen).stream()
              .filter(match -> !match.trackletId().equals(victim.trackletId()))
              .toList();

      subtask.see(
          new GalleryRecord(
              "c1", NOON, null, new Erasure("e", null, tracklet, null, LATER, LATER)));
      subtask.watch(entry("m1", 0.8));

      assertThat(kept).hasSizeLessThan(expected(seen).size());
      assertThat(subtask.extractOutputValues())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("phase")
          .containsExactlyElementsOf(kept);
      assertThat(subtask.erased())
          .containsExactly(ErasedPart.answered("e", "c1", List.of(victim.key())));
    }
  }

  @Test
  void shouldForgetABucketOfWhichAllIsErased() throws Exception {
    try (MatchingSubtask subtask = open(new HashMapStateBackend(), null)) {
      see(subtask);

      subtask.see(
          new GalleryRecord("c1", NOON, null, new Erasure("e", "c1", null, null, LATER, LATER)));
      subtask.watch(entry("m1", -1));

      assertThat(subtask.erased().get(0).sightings()).hasSize(SIGHTINGS);
      assertThat(subtask.extractOutputValues()).isEmpty();

      see(subtask);

      assertThat(subtask.extractOutputValues()).hasSize(SIGHTINGS / 2);
    }
  }

  @Test
  void shouldStayWithinTheSizeOfASighting() throws Exception {
    int dimension = 512;
    int sightings = 1000;
    Random random = new Random(1);
    try (MatchingSubtask subtask = open(new HashMapStateBackend(), null)) {
      for (int i = 0; i < sightings; i++) {
        subtask.see(large("camera-17/2026-03-01T12:00:00.000Z-" + i + "/0", dimension, random));
      }

      assertThat(subtask.snapshot(1, 1).getStateSize() / (double) sightings)
          .isLessThan(1.15 * 5 * dimension + 200);
    }
  }

  /** Written by {@link #main}: the state of a job that read these sightings. */
  @Test
  void shouldReadTheStateOfTheFirstRelease() throws Exception {
    OperatorSubtaskState first =
        OperatorSnapshotUtil.readStateHandle(
            Path.of(getClass().getResource("/state/match-queries-1.snapshot").toURI()).toString());

    try (MatchingSubtask subtask = open(new HashMapStateBackend(), first)) {
      List<Sighting> again = see(subtask);
      assertThat(subtask.extractOutputValues()).isEmpty();
      subtask.watch(entry("m1", 0.8));

      assertThat(subtask.extractOutputValues())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("phase")
          .containsExactlyElementsOf(expected(again));
    }
  }

  /** Stores the state of a release; once a release, never again for an old one. */
  public static void main(String[] file) throws Exception {
    try (MatchingSubtask subtask = open(new HashMapStateBackend(), null)) {
      subtask.watch(entry("m2", 0.999));
      see(subtask);
      Files.createDirectories(Path.of(file[0]).getParent());
      OperatorSnapshotUtil.writeStateHandle(subtask.snapshot(1, 1), file[0]);
    }
  }

  private static MatchingSubtask open(StateBackend backend, OperatorSubtaskState state)
      throws Exception {
    MatchingSubtask subtask = new MatchingSubtask(1, 1, 0);
    subtask.setStateBackend(backend);
    if (state != null) {
      subtask.initializeState(state);
    }
    subtask.open();
    return subtask;
  }

  /** Sightings of two models by turns, turned by a degree each. */
  private static List<Sighting> see(MatchingSubtask subtask) throws Exception {
    List<Sighting> seen =
        IntStream.range(0, SIGHTINGS)
            .mapToObj(
                i ->
                    aSighting()
                        .ofTracklet("c1/f" + i + "/0")
                        .shot(i % 3)
                        .firstSeen(NOON.plusNanos(i))
                        .lastSeen(NOON.plusSeconds(i))
                        .embeddedBy(i % 2 == 0 ? "m1" : "m2")
                        .looking(i % 360)
                        .build())
            .toList();
    for (Sighting sighting : seen) {
      subtask.see(sighting);
    }
    return seen;
  }

  private static List<Match> expected(List<Sighting> seen) {
    WatchlistEntry entry = entry("m1", 0.8);
    return seen.stream()
        .filter(sighting -> sighting.modelId().equals(entry.modelId()))
        .filter(sighting -> entry.embedding().score(sighting.embedding()) >= entry.threshold())
        .map(
            sighting ->
                new Match(
                    "q",
                    1,
                    "m1",
                    "c1",
                    sighting.trackletId(),
                    sighting.shot(),
                    entry.embedding().score(sighting.embedding()),
                    0.8,
                    null,
                    7,
                    sighting.firstSeen(),
                    sighting.lastSeen(),
                    sighting.box(),
                    sighting.frame(),
                    sighting.crop(),
                    "sketch",
                    sighting.embedding(),
                    null,
                    null,
                    null))
        .toList();
  }

  private static WatchlistEntry entry(String modelId, double threshold) {
    return new WatchlistEntry("q", 1, modelId, at(10), EVERYWHERE, threshold, 7, false);
  }

  private static Sighting large(String trackletId, int dimension, Random random) {
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) random.nextGaussian();
    }
    String sha256 = "0123456789abcdef".repeat(4);
    Sighting small = aSighting().fromCamera("camera-17").build();
    return new Sighting(
        small.cameraId(),
        trackletId,
        0,
        small.firstSeen(),
        small.lastSeen(),
        small.box(),
        small.quality(),
        new FrameReference("frames", 1, 2, trackletId, sha256),
        "dalnet-resnet50-1",
        Embedding.normalised(values),
        new CropReference("crops", 1, 2, sha256));
  }
}
