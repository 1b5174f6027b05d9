package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.frame.Coverage;

/** The value of topic {@code coverage}, schema {@code schema/coverage.schema.json}. */
public final class CoverageJson {

  private CoverageJson() {}

  /** One line of JSON. */
  public static byte[] encode(Coverage coverage) {
    return new JsonObject()
        .put("cameraId", coverage.cameraId())
        .put("from", coverage.from())
        .put("to", coverage.to())
        .put("received", coverage.received())
        .put("processed", coverage.processed())
        .put("shed", coverage.shed())
        .put("late", coverage.late())
        .put("reason", coverage.reason())
        .toBytes();
  }

  /** Reads what {@link #encode} wrote. */
  public static Coverage decode(byte[] json) throws BadRecordException {
    JsonFields fields = JsonFields.read("Coverage of camera", "cameraId", json);
    return new Coverage(
        fields.id("cameraId"),
        fields.instant("from"),
        fields.instant("to"),
        fields.wholeNumber("received"),
        fields.wholeNumber("processed"),
        fields.wholeNumber("shed"),
        fields.wholeNumber("late"),
        fields.optionalText("reason"));
  }
}
