package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.alert.Alert;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Makes the records of topic {@code alerts}: JSON keyed by query, with the headers of CloudEvents
 * 1.0 in binary mode. An event is one revision, so {@code ce_id} is {@code alertId/revision}.
 */
public final class AlertRecords {

  /** {@code ce_type} of an alert. */
  public static final String EVENT_TYPE = "io.sketchwatch.alert.v1";

  private static final String EVENT_SOURCE = "/sketchwatch/live-matching";
  private static final String SCHEMA = "urn:sketchwatch:schema:alert:v1";

  private AlertRecords() {}

  /** Makes one record. */
  public static ProducerRecord<byte[], byte[]> producerRecord(String topic, Alert alert) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, alert.queryId().getBytes(UTF_8), AlertJson.encode(alert));
    Headers headers = record.headers();
    RecordHeaders.put(headers, RecordHeaders.SPEC_VERSION, "1.0");
    RecordHeaders.put(headers, RecordHeaders.ID, alert.alertId() + "/" + alert.revision());
    RecordHeaders.put(headers, RecordHeaders.SOURCE, EVENT_SOURCE);
    RecordHeaders.put(headers, RecordHeaders.TYPE, EVENT_TYPE);
    RecordHeaders.put(headers, RecordHeaders.TIME, alert.lastSeen());
    RecordHeaders.put(headers, RecordHeaders.SUBJECT, alert.queryId());
    RecordHeaders.put(headers, RecordHeaders.DATA_SCHEMA, SCHEMA);
    RecordHeaders.put(headers, RecordHeaders.CONTENT_TYPE, "application/json");
    return record;
  }
}
