package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.embedding.ErasureStatus;

/** The value of topic {@code erasure-status}, schema {@code schema/erasure-status.schema.json}. */
public final class ErasureStatusJson {

  private ErasureStatusJson() {}

  /** One line of JSON. */
  public static byte[] encode(ErasureStatus status) {
    return new JsonObject()
        .put("erasureId", status.erasureId())
        .put("sightings", status.sightings())
        .put("copiesUntil", status.copiesUntil())
        .put("at", status.at())
        .toBytes();
  }

  /** Reads what {@link #encode} wrote. */
  public static ErasureStatus decode(byte[] json) throws BadRecordException {
    JsonFields fields = JsonFields.read("Status of erasure", "erasureId", json);
    return new ErasureStatus(
        fields.id("erasureId"),
        fields.wholeNumber("sightings"),
        fields.instant("copiesUntil"),
        fields.instant("at"));
  }
}
