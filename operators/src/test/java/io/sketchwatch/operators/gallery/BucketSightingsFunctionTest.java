package io.sketchwatch.operators.gallery;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.DeadLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BucketSightingsFunctionTest {

  private static final GalleryRetention RETENTION =
      new GalleryRetention(Duration.ofMinutes(10), Duration.ofHours(1));

  private static final int KEY_GROUPS = 4;

  private KeyedBroadcastOperatorTestHarness<String, ArrivedSighting, ParsedErasure, GalleryRecord>
      harness;

  @BeforeEach
  void open() throws Exception {
    open(true, null);
  }

  private void open(boolean galleryIsKept, OperatorSubtaskState state) throws Exception {
    harness = newHarness(galleryIsKept);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  /** As a failure does, or a job that goes on in the other mode. */
  private void restart(boolean galleryIsKept) throws Exception {
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    open(galleryIsKept, snapshot);
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
    restart(true);

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
    assertThat(isForgotten("c1")).isTrue();
    assertThat(isForgotten("c2")).isFalse();
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
    assertThat(isForgotten("c1")).isTrue();
  }

  @Test
  void shouldPassAnOrderToEraseOnToTheBucketsThatItMaySpeakOf() throws Exception {
    process(
        aSighting().firstSeen(at(0)).build(),
        aSighting().firstSeen(at(30)).build(),
        aSighting().fromCamera("c2").firstSeen(at(0)).build());
    Erasure erasure = erasure("c1", at(20));

    order(erasure);

    assertThat(harness.extractOutputValues())
        .filteredOn(record -> record.erasure() != null)
        .containsExactly(new GalleryRecord("c1", NOON, null, erasure));
    assertThat(erased()).containsExactly(ErasedPart.asked("e", KEY_GROUPS, 1));
  }

  @Test
  void shouldObeyAnOrderOnceHoweverOftenItIsRead() throws Exception {
    process(aSighting().firstSeen(at(0)).build());

    order(erasure("c1", at(20)));
    order(erasure("c1", at(20)));

    assertThat(erased()).hasSize(1);
  }

  @Test
  void shouldKeepOutWhatComesAfterTheOrderThatCoversIt() throws Exception {
    order(erasure("c1", at(20)));
    harness.getSideOutput(BucketSightingsFunction.ERASED).clear();

    process(aSighting().firstSeen(at(19)).build(), aSighting().firstSeen(at(20)).shot(1).build());
    processReembedded(aSighting().firstSeen(at(19)).shot(2).embeddedBy("m2").build());

    assertThat(harness.extractOutputValues())
        .extracting(record -> record.sighting().shot())
        .containsExactly(1);
    assertThat(harness.getSideOutput(BucketSightingsFunction.PUBLISHED))
        .extracting(record -> record.getValue().shot())
        .containsExactly(1);
    assertThat(erased())
        .containsExactly(
            ErasedPart.late("e", "c1", "c1/c1/f1/0/0"), ErasedPart.late("e", "c1", "c1/c1/f1/0/2"));
  }

  @Test
  void shouldRememberOrdersAcrossAFailure() throws Exception {
    order(erasure("c1", at(20)));
    restart(true);

    process(aSighting().firstSeen(at(19)).build());

    assertThat(harness.extractOutputValues()).isEmpty();
  }

  @Test
  void shouldForgetOrdersWhoseTimeIsOver() throws Exception {
    harness.setProcessingTime(at(0).toEpochMilli());
    order(erasure("c1", at(20)));
    harness.setProcessingTime(at(200).toEpochMilli());
    order(new Erasure("next", "c2", null, null, at(200), at(200)));

    process(aSighting().firstSeen(at(19)).build());

    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void shouldMakeADeadLetterOfABadOrder() throws Exception {
    DeadLetter bad = new DeadLetter(new RecordOrigin("erasures", 0, 3), null, null, "s", "why");

    harness.processBroadcastElement(new ParsedErasure(null, bad), 0);
    harness.processBroadcastElement(new ParsedErasure(null, null), 0);

    assertThat(harness.getSideOutput(DeadLetters.TAG))
        .extracting(StreamRecord::getValue)
        .containsExactly(bad);
  }

  @Test
  void shouldTakeInWhatAJobBeforeHasStoredAndNotPublishItAgain() throws Exception {
    Sighting stored = aSighting().firstSeen(at(0)).build();
    Sighting later = aSighting().firstSeen(at(65)).build();
    Sighting next = aSighting().firstSeen(at(75)).build();

    processStored(stored, Duration.ZERO);
    processStored(later, Duration.ZERO);
    process(next);

    assertThat(harness.extractOutputValues())
        .containsExactly(
            new GalleryRecord("c1", NOON, stored),
            new GalleryRecord("c1", at(60), later),
            new GalleryRecord("c1", at(70), next),
            new GalleryRecord("c1", NOON, null));
    assertThat(harness.getSideOutput(BucketSightingsFunction.PUBLISHED))
        .extracting(StreamRecord::getValue)
        .containsExactly(next);
  }

  @Test
  void shouldTakeNothingStoredOfATimeThatItsCameraHasLeftBehind() throws Exception {
    process(aSighting().firstSeen(at(75)).build());

    processStored(aSighting().firstSeen(at(0)).build(), Duration.ZERO);

    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void shouldHoldWhatWasStoredNoLongerThanTheJobBefore() throws Exception {
    harness.setProcessingTime(Duration.ofMinutes(100).toMillis());
    processStored(aSighting().firstSeen(at(0)).build(), Duration.ofMinutes(30));
    processStored(aSighting().firstSeen(at(5)).shot(1).build(), Duration.ofMinutes(31));
    assertThat(harness.extractOutputValues())
        .extracting(r -> r.sighting().shot())
        .containsExactly(1);

    harness.setProcessingTime(Duration.ofMinutes(110).toMillis());

    assertThat(harness.extractOutputValues()).endsWith(new GalleryRecord("c1", NOON, null));
    assertThat(isForgotten("c1")).isTrue();
  }

  @Test
  void shouldKeepACameraThatIsLiveWhateverIsStoredOfIt() throws Exception {
    harness.setProcessingTime(Duration.ofMinutes(100).toMillis());
    process(aSighting().firstSeen(at(10)).build());
    processStored(aSighting().firstSeen(at(0)).build(), Duration.ofMinutes(90));

    harness.setProcessingTime(Duration.ofMinutes(160).toMillis());

    assertThat(harness.extractOutputValues()).noneMatch(record -> record.sighting() == null);
  }

  @Test
  void shouldPassLiveSightingsOnWithoutATraceWhereNoGalleryIsKept() throws Exception {
    restart(false);
    Sighting late = aSighting().firstSeen(at(90)).build();
    Sighting early = aSighting().firstSeen(at(0)).shot(1).build();

    process(late, early);

    assertThat(harness.extractOutputValues())
        .containsExactly(
            new GalleryRecord("c1", at(90), late), new GalleryRecord("c1", NOON, early));
    assertThat(harness.getSideOutput(BucketSightingsFunction.PUBLISHED)).isNull();
    assertThat(harness.numProcessingTimeTimers()).isZero();
    restart(true);
    assertThat(isForgotten("c1")).isTrue();
  }

  @Test
  void shouldTakeInNothingOfThePastWhereNoGalleryIsKept() throws Exception {
    process(aSighting().firstSeen(at(0)).build());
    restart(false);

    processReembedded(aSighting().firstSeen(at(1)).embeddedBy("m2").build());
    processStored(aSighting().firstSeen(at(2)).shot(1).build(), Duration.ZERO);

    assertThat(harness.extractOutputValues()).isEmpty();
  }

  @Test
  void shouldLetWhatItHeldExpireWhereNoGalleryIsKeptAnyMore() throws Exception {
    process(aSighting().firstSeen(at(0)).build());
    restart(false);

    harness.setProcessingTime(Duration.ofMinutes(70).toMillis());

    assertThat(harness.extractOutputValues()).containsExactly(new GalleryRecord("c1", NOON, null));
    restart(true);
    assertThat(isForgotten("c1")).isTrue();
  }

  @Test
  void shouldKeepOutWhatAnOrderCoversWhereNoGalleryIsKept() throws Exception {
    restart(false);
    order(erasure("c1", at(20)));

    process(aSighting().firstSeen(at(19)).build());

    assertThat(harness.extractOutputValues()).isEmpty();
  }

  /** Whether a camera is unknown, so that nothing that is embedded anew finds its place. */
  private boolean isForgotten(String cameraId) throws Exception {
    int before = harness.extractOutputValues().size();
    processReembedded(aSighting().fromCamera(cameraId).firstSeen(at(300)).embeddedBy("m2").build());
    return harness.extractOutputValues().size() == before;
  }

  private static Erasure erasure(String cameraId, Instant until) {
    return new Erasure("e", cameraId, null, null, until, until);
  }

  private void order(Erasure erasure) throws Exception {
    harness.processBroadcastElement(new ParsedErasure(erasure, null), 0);
  }

  private List<ErasedPart> erased() {
    return harness.getSideOutput(BucketSightingsFunction.ERASED).stream()
        .map(StreamRecord::getValue)
        .toList();
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

  private void processStored(Sighting sighting, Duration storedAt) throws Exception {
    harness.processElement(
        ArrivedSighting.stored(sighting, Instant.EPOCH.plus(storedAt)), storedAt.toMillis());
  }

  private static KeyedBroadcastOperatorTestHarness<
          String, ArrivedSighting, ParsedErasure, GalleryRecord>
      newHarness(boolean galleryIsKept) throws Exception {
    return new KeyedBroadcastOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new BucketSightingsFunction(RETENTION, galleryIsKept),
            List.of(ErasuresInForce.DESCRIPTOR)),
        arrived -> arrived.sighting().cameraId(),
        Types.STRING,
        KEY_GROUPS,
        1,
        0);
  }
}
