package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.frame.ParsedFrame;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Reads topic {@code frames}: CloudEvents in Kafka's binary mode. Every record gives exactly one
 * {@link ParsedFrame}; one that breaks the contract gives a dead letter, never an exception. The
 * picture is not decoded here.
 */
public final class FrameDeserializer implements KafkaRecordDeserializationSchema<ParsedFrame> {

  /** Default limit of a frame's content: 16 MiB. */
  public static final int MAX_CONTENT_BYTES = 16 * 1024 * 1024;

  private static final long serialVersionUID = 1;
  private static final String URI_LIST = "text/uri-list";

  private final int maxContentBytes;

  /**
   * Sets the limit.
   *
   * @param maxContentBytes a frame with more content is a dead letter
   */
  public FrameDeserializer(int maxContentBytes) {
    this.maxContentBytes = maxContentBytes;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ParsedFrame> out) {
    out.collect(parse(record));
  }

  /** The frame of one record, or the dead letter that says why there is none. */
  public ParsedFrame parse(ConsumerRecord<byte[], byte[]> record) {
    RecordOrigin origin = new RecordOrigin(record.topic(), record.partition(), record.offset());
    try {
      return new ParsedFrame(frame(record, origin), null);
    } catch (BadRecordException e) {
      return new ParsedFrame(
          null,
          new DeadLetter(
              origin, record.key(), record.value(), Stages.FRAME_SOURCE, e.getMessage()));
    }
  }

  private Frame frame(ConsumerRecord<byte[], byte[]> record, RecordOrigin origin)
      throws BadRecordException {
    String cameraId = cameraId(record);
    Headers headers = record.headers();
    checkVersion(headers);
    String time = RecordHeaders.require(headers, RecordHeaders.TIME);
    return new Frame(
        cameraId,
        Texts.id("Header 'ce_id'", RecordHeaders.require(headers, RecordHeaders.ID)),
        Texts.instant("Header 'ce_time'", time),
        contentType(headers),
        content(record.value()),
        origin);
  }

  private static String cameraId(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    String key = Texts.key("Frame", "its camera id", record.key());
    String source = RecordHeaders.require(record.headers(), RecordHeaders.SOURCE);
    if (!source.equals(key)) {
      throw new BadRecordException(
          "Frame must have its camera id as key and as 'ce_source', but was '%s' and '%s'"
              .formatted(key, source));
    }
    return key;
  }

  private static void checkVersion(Headers headers) throws BadRecordException {
    String version = RecordHeaders.find(headers, RecordHeaders.SPEC_VERSION);
    if (version != null && !version.startsWith("1.")) {
      throw new BadRecordException(
          "Header 'ce_specversion' must be 1.0, but was '%s'".formatted(version));
    }
  }

  private static String contentType(Headers headers) throws BadRecordException {
    String given = RecordHeaders.require(headers, RecordHeaders.CONTENT_TYPE);
    int parameters = given.indexOf(';');
    String type = parameters < 0 ? given : given.substring(0, parameters);
    String mediaType = type.strip().toLowerCase(Locale.ROOT);
    if (!mediaType.startsWith("image/") && !mediaType.equals(URI_LIST)) {
      throw new BadRecordException(
          "Header 'content-type' must be image/jpeg, image/png or %s, but was '%s'"
              .formatted(URI_LIST, given));
    }
    return mediaType;
  }

  private byte[] content(byte[] value) throws BadRecordException {
    if (value == null || value.length == 0) {
      throw new BadRecordException("Frame must have content, but its value is empty");
    }
    if (value.length > maxContentBytes) {
      throw new BadRecordException(
          "Frame must have at most %d bytes, but has %d".formatted(maxContentBytes, value.length));
    }
    return value;
  }

  @Override
  public TypeInformation<ParsedFrame> getProducedType() {
    return TypeInformation.of(ParsedFrame.class);
  }
}
