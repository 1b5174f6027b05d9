package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.query.ParsedQuery;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads topic {@code queries}. Every record gives exactly one {@link ParsedQuery}: the query, a
 * withdrawal for a tombstone, or a dead letter; never an exception.
 */
public final class QueryDeserializer implements KafkaRecordDeserializationSchema<ParsedQuery> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ParsedQuery> out) {
    out.collect(parse(record));
  }

  /** What one record wants, or the dead letter that says why it can't be told. */
  public ParsedQuery parse(ConsumerRecord<byte[], byte[]> record) {
    RecordOrigin origin = new RecordOrigin(record.topic(), record.partition(), record.offset());
    String queryId = "";
    try {
      queryId = Texts.key("Query", record.key());
      Query query = record.value() == null ? null : query(queryId, record.value());
      return new ParsedQuery(queryId, query, null, origin, record.value());
    } catch (BadRecordException e) {
      DeadLetter letter =
          new DeadLetter(origin, record.key(), record.value(), Stages.QUERY_SOURCE, e.getMessage());
      return new ParsedQuery(queryId, null, letter, origin, record.value());
    }
  }

  private static Query query(String queryId, byte[] value) throws BadRecordException {
    Query query = QueryJson.decode(value);
    if (!query.queryId().equals(queryId)) {
      throw new BadRecordException(
          "Query '%s' must have its id as key, but was '%s'".formatted(query.queryId(), queryId));
    }
    return query;
  }

  @Override
  public TypeInformation<ParsedQuery> getProducedType() {
    return TypeInformation.of(ParsedQuery.class);
  }
}
