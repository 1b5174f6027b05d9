package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.alert.Verdict;

/** The value of topic {@code verdicts}, schema {@code schema/verdict.schema.json}. */
public final class VerdictJson {

  private VerdictJson() {}

  /** One line of JSON. */
  public static byte[] encode(Verdict verdict) {
    return new JsonObject()
        .put("alertId", verdict.alertId())
        .put("queryId", verdict.queryId())
        .put("trackletId", verdict.trackletId())
        .put("decision", verdict.decision())
        .put("by", verdict.by())
        .put("at", verdict.at())
        .toBytes();
  }

  /** Reads what {@link #encode} or anybody else wrote. */
  public static Verdict decode(byte[] json) throws BadRecordException {
    JsonFields fields = JsonFields.read("Verdict", "alertId", json);
    try {
      return new Verdict(
          fields.id("alertId"),
          fields.id("queryId"),
          fields.joinedId("trackletId"),
          fields.oneOf("decision", Verdict.Decision.class),
          fields.id("by"),
          fields.instant("at"));
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(e.getMessage());
    }
  }
}
