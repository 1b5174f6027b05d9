package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.audit.AuditAnchor;

/** The value of topic {@code audit-anchors}, schema {@code schema/audit-anchor.schema.json}. */
public final class AuditAnchorJson {

  private AuditAnchorJson() {}

  /** One line of JSON. */
  public static byte[] encode(AuditAnchor anchor) {
    return new JsonObject()
        .put("reference", anchor.reference())
        .put("chain", anchor.chain())
        .put("seq", anchor.seq())
        .put("hash", anchor.hash())
        .put("recordedAt", anchor.recordedAt())
        .put("at", anchor.at())
        .toBytes();
  }

  /** Reads what {@link #encode} wrote. */
  public static AuditAnchor decode(byte[] json) throws BadRecordException {
    JsonFields fields = JsonFields.read("Audit anchor", "reference", json);
    return new AuditAnchor(
        fields.id("reference"),
        fields.id("chain"),
        fields.wholeNumber("seq"),
        fields.id("hash"),
        fields.instant("recordedAt"),
        fields.instant("at"));
  }
}
