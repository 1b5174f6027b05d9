package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.audit.AuditEvent;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.hash.Sha256;
import java.util.TreeMap;

/**
 * The value of topic {@code audit}, schema {@code schema/audit.schema.json}.
 *
 * <p>This is the canonical form, byte for byte, that hashes are taken of: one line of JSON without
 * white space, its fields in the order of the schema, details in the order of their names. So a
 * record's hash is what {@code sha256sum} makes of the value that a consumer is given.
 */
public final class AuditJson {

  private AuditJson() {}

  /** One line of JSON. */
  public static byte[] encode(AuditRecord record) {
    AuditEvent event = record.event();
    return new JsonObject()
        .put("reference", record.reference())
        .put("chain", record.chain())
        .put("seq", record.seq())
        .put("previousHash", record.previousHash())
        .put("previousAt", record.previousAt())
        .put("at", record.at())
        .put("queryId", event.queryId())
        .put("event", event.kind())
        .putObject("details", json -> new TreeMap<>(event.details()).forEach(json::put))
        .toBytes();
  }

  /** What the next record has to name. */
  public static String hash(AuditRecord record) {
    return Sha256.hex(encode(record));
  }

  /** Reads what {@link #encode} wrote. */
  public static AuditRecord decode(byte[] json) throws BadRecordException {
    JsonFields fields = JsonFields.read("Audit record", "reference", json);
    return new AuditRecord(
        fields.id("reference"),
        fields.id("chain"),
        fields.wholeNumber("seq"),
        fields.id("previousHash"),
        fields.optionalInstant("previousAt"),
        fields.instant("at"),
        new AuditEvent(
            fields.id("queryId"),
            fields.oneOf("event", AuditEvent.Kind.class),
            fields.textByName("details")));
  }
}
