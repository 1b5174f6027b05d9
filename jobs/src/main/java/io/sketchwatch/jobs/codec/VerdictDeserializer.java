package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.verdict.ParsedVerdict;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads topic {@code verdicts}. Every record gives exactly one {@link ParsedVerdict}: the verdict,
 * a revocation for a tombstone, or a dead letter; never an exception.
 */
public final class VerdictDeserializer implements KafkaRecordDeserializationSchema<ParsedVerdict> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ParsedVerdict> out) {
    out.collect(parse(record));
  }

  /** What one record says, or the dead letter that says why it can't be told. */
  public ParsedVerdict parse(ConsumerRecord<byte[], byte[]> record) {
    String alertId = "";
    try {
      alertId = Texts.key("Verdict", "its alert's id", record.key());
      Verdict verdict = record.value() == null ? null : verdict(alertId, record.value());
      return new ParsedVerdict(alertId, verdict, null);
    } catch (BadRecordException e) {
      RecordOrigin origin = new RecordOrigin(record.topic(), record.partition(), record.offset());
      return new ParsedVerdict(
          alertId,
          null,
          new DeadLetter(
              origin, record.key(), record.value(), Stages.VERDICT_SOURCE, e.getMessage()));
    }
  }

  private static Verdict verdict(String alertId, byte[] value) throws BadRecordException {
    Verdict verdict = VerdictJson.decode(value);
    if (!verdict.alertId().equals(alertId)) {
      throw new BadRecordException(
          "Verdict '%s' must have its alert's id as key, but was '%s'"
              .formatted(verdict.alertId(), alertId));
    }
    return verdict;
  }

  @Override
  public TypeInformation<ParsedVerdict> getProducedType() {
    return TypeInformation.of(ParsedVerdict.class);
  }
}
