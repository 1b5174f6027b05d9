package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.embedding.ParsedSighting;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads topics {@code sightings} and {@code reembedded-sightings}. Every record gives exactly one
 * {@link ParsedSighting}: a sighting, nothing for a tombstone, or a dead letter; never an
 * exception.
 */
public final class SightingDeserializer
    implements KafkaRecordDeserializationSchema<ParsedSighting> {

  private static final long serialVersionUID = 1;

  private final String stage;
  private final List<Erasure> erasures;

  /**
   * @param stage the source, as dead letters name it
   */
  public SightingDeserializer(String stage) {
    this(stage, List.of());
  }

  /**
   * @param stage the source, as dead letters name it
   * @param erasures orders that were given before: what they cover is as good as its tombstone
   */
  public SightingDeserializer(String stage, List<Erasure> erasures) {
    this.stage = stage;
    this.erasures = List.copyOf(erasures);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ParsedSighting> out) {
    out.collect(parse(record));
  }

  /** What one record holds, or the dead letter that says why it can't be told. */
  public ParsedSighting parse(ConsumerRecord<byte[], byte[]> record) {
    try {
      String key = Texts.key("Sighting", "camera/tracklet/shot", record.key());
      Sighting sighting = record.value() == null ? null : sighting(key, record);
      return new ParsedSighting(isErased(sighting) ? null : sighting, null);
    } catch (BadRecordException e) {
      RecordOrigin origin = new RecordOrigin(record.topic(), record.partition(), record.offset());
      return new ParsedSighting(
          null, new DeadLetter(origin, record.key(), record.value(), stage, e.getMessage()));
    }
  }

  private boolean isErased(Sighting sighting) {
    return sighting != null && erasures.stream().anyMatch(order -> order.covers(sighting));
  }

  private static Sighting sighting(String key, ConsumerRecord<byte[], byte[]> record)
      throws BadRecordException {
    Sighting sighting = SightingCodec.decode(record.value());
    if (!sighting.key().equals(key)) {
      throw new BadRecordException(
          "Sighting '%s' must have its name as key, but was '%s'".formatted(sighting.key(), key));
    }
    return sighting;
  }

  @Override
  public TypeInformation<ParsedSighting> getProducedType() {
    return TypeInformation.of(ParsedSighting.class);
  }
}
