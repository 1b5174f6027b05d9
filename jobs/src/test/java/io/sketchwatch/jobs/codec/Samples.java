package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.audit.AuditAnchor;
import io.sketchwatch.core.audit.AuditEvent;
import io.sketchwatch.core.audit.AuditHead;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.model.AlertDifference;
import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.core.query.Authority;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One of everything that crosses Kafka, for tests. */
public final class Samples {

  public static final Instant NOON = Instant.parse("2026-05-01T12:00:00.123456789Z");

  private static final String SHA256 = Sha256.hex(picture());
  private static final FrameReference FRAME = new FrameReference("frames", 3, 42, "f-7", SHA256);

  private Samples() {}

  /** Bytes that nobody decodes. */
  public static byte[] picture() {
    return new byte[] {(byte) 0xff, (byte) 0xd8, 1, 2, 3};
  }

  public static Query aQuery() {
    return new Query(
        "q-17",
        3,
        Query.State.ACTIVE,
        new Media("image/png", picture(), null),
        List.of("gate", "platform 9¾"),
        NOON,
        NOON.plusSeconds(3600),
        7_200_000L,
        0.5,
        null,
        600_000,
        new Authority("case-1", "missing person", "desk 4"));
  }

  public static QueryStatus aQueryStatus() {
    return new QueryStatus(
        "q-17", 3, QueryStatus.Status.SEARCHING, null, 0.25, 1000, 0.61, List.of("dalnet-2"), NOON);
  }

  public static Alert anAlert() {
    return new Alert(
        AlertIds.alertId("q-17", "gate/f-1/0"),
        "q-17",
        3,
        "gate",
        "gate/f-1/0",
        "dalnet-2",
        NOON,
        NOON.plusSeconds(2),
        new Box(10, 20, 30, 75),
        FRAME,
        new Media("image/jpeg", null, new CropReference("crops", 1, 9, SHA256).toUri().toString()),
        0.83,
        0.61,
        0.4,
        true,
        "sketch",
        1,
        2,
        Alert.Phase.PAST,
        List.of(new Alert.ShotScore(0, NOON, 0.7), new Alert.ShotScore(1, NOON, 0.83)));
  }

  public static Verdict aVerdict() {
    return new Verdict(
        AlertIds.alertId("q-17", "gate/f-1/0"),
        "q-17",
        "gate/f-1/0",
        Verdict.Decision.CONFIRM,
        "desk 4",
        NOON);
  }

  public static Exemplar anExemplar() {
    return new Exemplar(
        "q-17",
        AlertIds.alertId("q-17", "gate/f-1/0"),
        "gate/gate/f-1/0/1",
        "dalnet-2",
        Embedding.normalised(new float[] {1, -2, 3}));
  }

  public static Coverage aCoverage() {
    return new Coverage("gate", NOON, NOON.plusSeconds(60), 600, 580, 15, 5, "overload");
  }

  public static ModelAnnouncement aModel() {
    return new ModelAnnouncement(
        "dalnet-2", "s3://models/dalnet-2", SHA256, ModelAnnouncement.State.ACTIVE, 7, NOON);
  }

  public static ModelStatus aModelStatus() {
    return new ModelStatus(
        "dalnet-2",
        ModelStatus.State.SHADOW,
        7,
        null,
        new AlertDifference(
            NOON, NOON.plusSeconds(300), 3, 2, 1, List.of("0a", "0b"), List.of("0c")),
        NOON);
  }

  public static AuditRecord anAuditRecord() {
    AuditEvent event =
        new AuditEvent(
            "q-17", AuditEvent.Kind.ALERTED, Map.of("trackletId", "gate/f-1/0", "score", "0.83"));
    return AuditHead.of("a chain").next("case-1", event, NOON);
  }

  public static AuditAnchor anAuditAnchor() {
    return new AuditAnchor("case-1", "a chain", 0, SHA256, NOON, NOON.plusSeconds(3600));
  }

  public static Sighting aSighting(String cameraId, int shot) {
    return new Sighting(
        cameraId,
        cameraId + "/f-1/0",
        shot,
        NOON,
        NOON.plusSeconds(1),
        new Box(-1, 20, 30, 75),
        0.9,
        FRAME,
        "dalnet-2",
        Embedding.normalised(new float[] {1, -2, 3}),
        new CropReference("crops", 1, 9, SHA256));
  }

  public static DeadLetter aDeadLetter() {
    return new DeadLetter(
        new RecordOrigin("frames", 2, 77),
        "gate".getBytes(UTF_8),
        picture(),
        "frame-source",
        "Header 'ce_time' must be an instant, but was 'noon'");
  }
}
