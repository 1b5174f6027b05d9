package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Kafka headers as UTF-8 text; the names of CloudEvents' binary mode. */
final class RecordHeaders {

  static final String SPEC_VERSION = "ce_specversion";
  static final String ID = "ce_id";
  static final String SOURCE = "ce_source";
  static final String TYPE = "ce_type";
  static final String TIME = "ce_time";
  static final String SUBJECT = "ce_subject";
  static final String DATA_SCHEMA = "ce_dataschema";
  static final String CONTENT_TYPE = "content-type";

  private RecordHeaders() {}

  static void put(Headers headers, String name, Object value) {
    headers.add(name, value.toString().getBytes(UTF_8));
  }

  /** The last value of that name, or null. */
  static String find(Headers headers, String name) throws BadRecordException {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : Texts.utf8("Header '%s'".formatted(name), header.value());
  }

  static String require(Headers headers, String name) throws BadRecordException {
    String value = find(headers, name);
    if (value == null) {
      throw new BadRecordException("Record must have a header '%s', but has none".formatted(name));
    }
    return value;
  }
}
