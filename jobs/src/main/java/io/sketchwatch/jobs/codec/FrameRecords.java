package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Makes the records of topic {@code frames}: CloudEvents 1.0 in binary mode, keyed by camera. */
public final class FrameRecords {

  /** {@code ce_type} of a frame. */
  public static final String EVENT_TYPE = "io.sketchwatch.frame.v1";

  private FrameRecords() {}

  /**
   * Makes one record. Its Kafka timestamp is left to the producer's clock: a capture time of last
   * year would have the broker delete it at once.
   *
   * @param topic usually {@code frames}
   * @param cameraId who took it
   * @param frameId unique within the camera
   * @param captureTime when it was taken
   * @param contentType {@code image/jpeg}, {@code image/png} or {@code text/uri-list}
   * @param content encoded bytes, or the URI
   */
  public static ProducerRecord<byte[], byte[]> producerRecord(
      String topic,
      String cameraId,
      String frameId,
      Instant captureTime,
      String contentType,
      byte[] content) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, cameraId.getBytes(UTF_8), content);
    Headers headers = record.headers();
    RecordHeaders.put(headers, RecordHeaders.SPEC_VERSION, "1.0");
    RecordHeaders.put(headers, RecordHeaders.ID, frameId);
    RecordHeaders.put(headers, RecordHeaders.SOURCE, cameraId);
    RecordHeaders.put(headers, RecordHeaders.TYPE, EVENT_TYPE);
    RecordHeaders.put(headers, RecordHeaders.TIME, captureTime);
    RecordHeaders.put(headers, RecordHeaders.CONTENT_TYPE, contentType);
    return record;
  }
}
