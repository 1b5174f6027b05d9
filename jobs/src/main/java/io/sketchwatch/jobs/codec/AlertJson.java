package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Alert.ShotScore;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The value of topic {@code alerts}, schema {@code schema/alert.schema.json}. The crop is missing
 * where none is kept.
 */
public final class AlertJson {

  private AlertJson() {}

  /** One line of JSON. */
  public static byte[] encode(Alert alert) {
    return new JsonObject()
        .put("alertId", alert.alertId())
        .put("queryId", alert.queryId())
        .put("queryVersion", alert.queryVersion())
        .put("cameraId", alert.cameraId())
        .put("trackletId", alert.trackletId())
        .put("modelId", alert.modelId())
        .put("firstSeen", alert.firstSeen())
        .put("lastSeen", alert.lastSeen())
        .putObject("box", json -> write(alert.box(), json))
        .putObject("frame", json -> write(alert.frame(), json))
        .put("crop", alert.crop())
        .put("score", alert.score())
        .put("threshold", alert.threshold())
        .put("expectedFalseAlertsPerDay", alert.expectedFalseAlertsPerDay())
        .put("extrapolated", alert.extrapolated())
        .put("exemplar", alert.exemplar())
        .put("revision", alert.revision())
        .put("rank", alert.rank())
        .put("phase", alert.phase())
        .putObjects("shots", alert.shots().stream().map(AlertJson::shotWriter).toList())
        .toBytes();
  }

  private static void write(Box box, JsonObject json) {
    json.put("x", box.x()).put("y", box.y()).put("width", box.width()).put("height", box.height());
  }

  private static void write(FrameReference frame, JsonObject json) {
    json.put("topic", frame.topic())
        .put("partition", frame.partition())
        .put("offset", frame.offset())
        .put("frameId", frame.frameId())
        .put("sha256", frame.sha256());
  }

  private static Consumer<JsonObject> shotWriter(ShotScore shot) {
    return json ->
        json.put("shot", shot.shot())
            .put("capturedAt", shot.capturedAt())
            .put("score", shot.score());
  }

  /** Reads what {@link #encode} wrote. */
  public static Alert decode(byte[] json) throws BadRecordException {
    JsonFields fields = JsonFields.read("Alert", "alertId", json);
    return new Alert(
        fields.id("alertId"),
        fields.id("queryId"),
        fields.wholeNumber("queryVersion"),
        fields.id("cameraId"),
        fields.joinedId("trackletId"),
        fields.id("modelId"),
        fields.instant("firstSeen"),
        fields.instant("lastSeen"),
        box(fields.object("box")),
        frame(fields.object("frame")),
        fields.has("crop") ? fields.media("crop") : null,
        fields.number("score"),
        fields.number("threshold"),
        fields.optionalNumber("expectedFalseAlertsPerDay"),
        fields.optionalFlag("extrapolated"),
        fields.text("exemplar"),
        fields.smallNumber("revision"),
        fields.smallNumber("rank"),
        fields.oneOf("phase", Alert.Phase.class),
        shots(fields.objects("shots")));
  }

  private static Box box(JsonFields fields) throws BadRecordException {
    try {
      return new Box(
          fields.smallNumber("x"),
          fields.smallNumber("y"),
          fields.smallNumber("width"),
          fields.smallNumber("height"));
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(e.getMessage());
    }
  }

  private static FrameReference frame(JsonFields fields) throws BadRecordException {
    return new FrameReference(
        fields.text("topic"),
        fields.smallNumber("partition"),
        fields.wholeNumber("offset"),
        fields.text("frameId"),
        fields.text("sha256"));
  }

  private static List<ShotScore> shots(List<JsonFields> objects) throws BadRecordException {
    List<ShotScore> shots = new ArrayList<>();
    for (JsonFields fields : objects) {
      shots.add(
          new ShotScore(
              fields.smallNumber("shot"), fields.instant("capturedAt"), fields.number("score")));
    }
    return shots;
  }
}
