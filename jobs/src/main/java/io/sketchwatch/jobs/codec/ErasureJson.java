package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.embedding.Erasure;

/** The value of topic {@code erasures}, schema {@code schema/erasure.schema.json}. */
public final class ErasureJson {

  private ErasureJson() {}

  /** One line of JSON. */
  public static byte[] encode(Erasure erasure) {
    return new JsonObject()
        .put("erasureId", erasure.erasureId())
        .put("cameraId", erasure.cameraId())
        .put("sighting", erasure.sighting())
        .put("from", erasure.from())
        .put("until", erasure.until())
        .put("at", erasure.at())
        .toBytes();
  }

  /** Reads what {@link #encode} or anybody else wrote. */
  public static Erasure decode(byte[] json) throws BadRecordException {
    JsonFields fields = JsonFields.read("Erasure", "erasureId", json);
    try {
      return new Erasure(
          fields.id("erasureId"),
          fields.has("cameraId") ? fields.id("cameraId") : null,
          fields.has("sighting") ? fields.id("sighting") : null,
          fields.optionalInstant("from"),
          fields.instant("until"),
          fields.instant("at"));
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(e.getMessage());
    }
  }
}
