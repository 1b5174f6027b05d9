package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.verdict.ExemplarUpdate;
import io.sketchwatch.operators.verdict.ParsedExemplar;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads topic {@code exemplars}. Every record gives exactly one {@link ParsedExemplar}: a photo
 * that joins or leaves a query, or a dead letter; never an exception.
 */
public final class ExemplarDeserializer
    implements KafkaRecordDeserializationSchema<ParsedExemplar> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ParsedExemplar> out) {
    out.collect(parse(record));
  }

  /** What one record changes, or the dead letter that says why it can't be told. */
  public ParsedExemplar parse(ConsumerRecord<byte[], byte[]> record) {
    try {
      ExemplarUpdate update = ExemplarRecords.read(record);
      return new ParsedExemplar(update.queryId(), update, null);
    } catch (BadRecordException e) {
      RecordOrigin origin = new RecordOrigin(record.topic(), record.partition(), record.offset());
      return new ParsedExemplar(
          "",
          null,
          new DeadLetter(
              origin, record.key(), record.value(), Stages.EXEMPLAR_SOURCE, e.getMessage()));
    }
  }

  @Override
  public TypeInformation<ParsedExemplar> getProducedType() {
    return TypeInformation.of(ParsedExemplar.class);
  }
}
