package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * The records of topic {@code dead-letters}: key and value as they came, the rest in the headers
 * {@code origin-topic}, {@code origin-partition}, {@code origin-offset}, {@code stage}, {@code
 * error}.
 *
 * <p>A value above {@link #MAX_VALUE_BYTES} would be refused by the broker and take the job down:
 * it is cut, and header {@code original-size} tells its length.
 */
public final class DeadLetterRecords {

  /** 17 MiB: more than topic {@code frames} takes. */
  public static final int MAX_VALUE_BYTES = 17 * 1024 * 1024;

  private static final String ORIGIN_TOPIC = "origin-topic";
  private static final String ORIGIN_PARTITION = "origin-partition";
  private static final String ORIGIN_OFFSET = "origin-offset";
  private static final String STAGE = "stage";
  private static final String ERROR = "error";
  private static final String ORIGINAL_SIZE = "original-size";

  private DeadLetterRecords() {}

  /** Makes the record that carries a dead letter. */
  public static ProducerRecord<byte[], byte[]> producerRecord(String topic, DeadLetter letter) {
    byte[] value = letter.value();
    boolean cut = value != null && value.length > MAX_VALUE_BYTES;
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic, letter.key(), cut ? Arrays.copyOf(value, MAX_VALUE_BYTES) : value);
    RecordHeaders.put(record.headers(), ORIGIN_TOPIC, letter.origin().topic());
    RecordHeaders.put(record.headers(), ORIGIN_PARTITION, letter.origin().partition());
    RecordHeaders.put(record.headers(), ORIGIN_OFFSET, letter.origin().offset());
    RecordHeaders.put(record.headers(), STAGE, letter.stage());
    RecordHeaders.put(record.headers(), ERROR, letter.error());
    if (cut) {
      RecordHeaders.put(record.headers(), ORIGINAL_SIZE, value.length);
    }
    return record;
  }

  /** Reads the record back. */
  public static DeadLetter read(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    Headers headers = record.headers();
    try {
      RecordOrigin origin =
          new RecordOrigin(
              RecordHeaders.require(headers, ORIGIN_TOPIC),
              Integer.parseInt(RecordHeaders.require(headers, ORIGIN_PARTITION)),
              Long.parseLong(RecordHeaders.require(headers, ORIGIN_OFFSET)));
      return new DeadLetter(
          origin,
          record.key(),
          record.value(),
          RecordHeaders.require(headers, STAGE),
          RecordHeaders.require(headers, ERROR));
    } catch (NumberFormatException e) {
      throw new BadRecordException(
          "Dead letter's origin must be a partition and offset: %s".formatted(e.getMessage()));
    }
  }
}
