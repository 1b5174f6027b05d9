package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.gallery.ParsedErasure;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads topic {@code erasures}. Every record gives exactly one {@link ParsedErasure}: an order,
 * nothing for a tombstone, or a dead letter; never an exception.
 */
public final class ErasureDeserializer implements KafkaRecordDeserializationSchema<ParsedErasure> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ParsedErasure> out) {
    out.collect(parse(record));
  }

  /** What one record orders, or the dead letter that says why it can't be told. */
  public ParsedErasure parse(ConsumerRecord<byte[], byte[]> record) {
    try {
      String key = Texts.key("Erasure", "its id", record.key());
      return new ParsedErasure(record.value() == null ? null : erasure(key, record.value()), null);
    } catch (BadRecordException e) {
      RecordOrigin origin = new RecordOrigin(record.topic(), record.partition(), record.offset());
      return new ParsedErasure(
          null,
          new DeadLetter(
              origin, record.key(), record.value(), Stages.ERASURE_SOURCE, e.getMessage()));
    }
  }

  private static Erasure erasure(String key, byte[] value) throws BadRecordException {
    Erasure erasure = ErasureJson.decode(value);
    if (!erasure.erasureId().equals(key)) {
      throw new BadRecordException(
          "Erasure '%s' must have its id as key, but was '%s'".formatted(erasure.erasureId(), key));
    }
    return erasure;
  }

  @Override
  public TypeInformation<ParsedErasure> getProducedType() {
    return TypeInformation.of(ParsedErasure.class);
  }
}
