package io.sketchwatch.operators.gallery;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.embedding.Sighting;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BucketSightingsFunctionTest {

  private static final GalleryRetention RETENTION =
      new GalleryRetention(Duration.ofMinutes(10), Duration.ofHours(1));

  private KeyedOneInputStreamOperatorTestHarness<String, ArrivedSighting, GalleryRecord> harness;

  @BeforeEach
  void open() throws Exception {
    harness = newHarness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void shouldPutAllShotsOfATrackletIntoTheBucketOfItsFirstDetection() throws Exception {
    Sighting early = aSighting().firstSeen(at(9)).lastSeen(at(9)).build();
    Sighting late = aSighting().firstSeen(at(9)).lastSeen(at(12)).shot(1).build();

    process(early, late);

    assertThat(harness.extractOutputValues())
        .containsExactly(new GalleryRecord("c1", NOON, early), new GalleryRecord("c1", NOON, late));
  }

  @Test
  void shouldExpireABucketOnceItsCameraHasPassedItsEndAndTheRetention() throws Exception {
    Sighting first = aSighting().firstSeen(at(0)).build();
    Sighting justBefore = aSighting().firstSeen(at(69)).build();
    Sighting after = aSighting().firstSeen(at(70)).build();

    process(first, justBefore);
    assertThat(harness.extractOutputValues()).noneMatch(record -> record.sighting() == null);
    process(after);

    assertThat(harness.extractOutputValues())
        .filteredOn(record -> record.sighting() == null)
        .containsExactly(new GalleryRecord("c1", NOON, null));
  }

  @Test
  void shouldExpireABucketOnlyOnce() throws Exception {
    process(
        aSighting().firstSeen(at(0)).build(),
        aSighting().firstSeen(at(90)).build(),
        aSighting().firstSeen(at(91)).build());

    assertThat(harness.extractOutputValues())
        .filteredOn(record -> record.sighting() == null)
        .hasSize(1);
  }

  @Test
  void shouldDropASightingWhoseBucketIsOver() throws Exception {
    process(aSighting().firstSeen(at(90)).build());
    process(aSighting().firstSeen(at(0)).build());

    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void shouldLetAWrongClockHarmNoOtherCamera() throws Exception {
    Sighting fine = aSighting().fromCamera("right").firstSeen(at(0)).build();
    Sighting next = aSighting().fromCamera("right").firstSeen(at(1)).shot(1).build();
    Instant future = Instant.parse("2099-01-01T00:00:00Z");

    process(fine, aSighting().fromCamera("wrong").firstSeen(future).build(), next);

    assertThat(harness.extractOutputValues())
        .filteredOn(record -> record.cameraId().equals("right"))
        .containsExactly(
            new GalleryRecord("right", NOON, fine), new GalleryRecord("right", NOON, next));
  }

  @Test
  void shouldRememberHeldBucketsAcrossAFailure() throws Exception {
    process(aSighting().firstSeen(at(0)).build());
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = newHarness();
    harness.initializeState(snapshot);
    harness.open();

    process(aSighting().firstSeen(at(90)).build());

    assertThat(harness.extractOutputValues()).contains(new GalleryRecord("c1", NOON, null));
  }

  @Test
  void shouldExpireACameraThatIsGone() throws Exception {
    process(aSighting().firstSeen(at(0)).build(), aSighting().firstSeen(at(30)).build());
    harness.setProcessingTime(Duration.ofMinutes(69).toMillis());
    process(aSighting().fromCamera("c2").firstSeen(at(0)).build());
    assertThat(harness.extractOutputValues()).noneMatch(record -> record.sighting() == null);

    harness.setProcessingTime(Duration.ofMinutes(70).toMillis());

    assertThat(harness.extractOutputValues())
        .filteredOn(record -> record.sighting() == null)
        .containsExactly(
            new GalleryRecord("c1", NOON, null), new GalleryRecord("c1", at(30), null));
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void shouldKeepACameraThatGoesOnSeeingPeople() throws Exception {
    process(aSighting().firstSeen(at(0)).build());
    for (int minute = 10; minute <= 600; minute += 10) {
      process(aSighting().firstSeen(at(1)).lastSeen(at(2)).build());
      harness.setProcessingTime(Duration.ofMinutes(minute).toMillis());
    }

    assertThat(harness.extractOutputValues()).noneMatch(record -> record.sighting() == null);
  }

  @Test
  void shouldTakeAnewEmbeddedSightingIntoABucketThatIsHeld() throws Exception {
    process(aSighting().firstSeen(at(0)).build(), aSighting().firstSeen(at(60)).build());
    Sighting anew = aSighting().firstSeen(at(1)).embeddedBy("m2").build();

    processReembedded(anew);

    assertThat(harness.extractOutputValues()).contains(new GalleryRecord("c1", NOON, anew));
  }

  @Test
  void shouldDropAnewEmbeddedSightingsOfWhatIsNotHeld() throws Exception {
    process(aSighting().firstSeen(at(0)).build(), aSighting().firstSeen(at(90)).build());
    int before = harness.extractOutputValues().size();

    processReembedded(aSighting().firstSeen(at(0)).embeddedBy("m2").build());
    processReembedded(aSighting().firstSeen(at(85)).embeddedBy("m2").build());
    processReembedded(aSighting().fromCamera("unknown").embeddedBy("m2").build());

    assertThat(harness.extractOutputValues()).hasSize(before);
  }

  @Test
  void shouldTakeAnewEmbeddedSightingThatComesBeforeItsCameraSeesItAgain() throws Exception {
    process(aSighting().firstSeen(at(0)).build());
    Sighting anew = aSighting().firstSeen(at(70)).embeddedBy("m2").build();

    processReembedded(anew);

    assertThat(harness.extractOutputValues())
        .contains(new GalleryRecord("c1", at(70), anew))
        .noneMatch(record -> record.sighting() == null);
  }

  @Test
  void shouldNotKeepACameraThatIsGoneForWhatIsEmbeddedAnew() throws Exception {
    process(aSighting().firstSeen(at(0)).build());
    harness.setProcessingTime(Duration.ofMinutes(69).toMillis());
    processReembedded(aSighting().firstSeen(at(1)).embeddedBy("m2").build());

    harness.setProcessingTime(Duration.ofMinutes(70).toMillis());

    assertThat(harness.extractOutputValues()).contains(new GalleryRecord("c1", NOON, null));
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void shouldRefuseBucketsWithoutLength() {
    assertThatThrownBy(() -> new GalleryRetention(Duration.ZERO, Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 ms");
  }

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }

  private void process(Sighting... sightings) throws Exception {
    for (Sighting sighting : sightings) {
      harness.processElement(ArrivedSighting.live(sighting), sighting.lastSeen().toEpochMilli());
    }
  }

  private void processReembedded(Sighting sighting) throws Exception {
    harness.processElement(ArrivedSighting.reembedded(sighting), 0);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, ArrivedSighting, GalleryRecord>
      newHarness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new BucketSightingsFunction(RETENTION)),
        arrived -> arrived.sighting().cameraId(),
        Types.STRING);
  }
}
