package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.model.ParsedModel;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads topic {@code models}. Every record gives exactly one {@link ParsedModel}: the announcement,
 * nothing for a tombstone, or a dead letter; never an exception.
 */
public final class ModelDeserializer implements KafkaRecordDeserializationSchema<ParsedModel> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ParsedModel> out) {
    out.collect(parse(record));
  }

  /** What one record wants, or the dead letter that says why it can't be told. */
  public ParsedModel parse(ConsumerRecord<byte[], byte[]> record) {
    Instant announcedAt = Instant.ofEpochMilli(record.timestamp());
    String modelId = "";
    try {
      modelId = Texts.key("Model", "its id", record.key());
      ModelAnnouncement model =
          record.value() == null ? null : announcement(modelId, record.value());
      return new ParsedModel(modelId, model, announcedAt, null);
    } catch (BadRecordException e) {
      RecordOrigin origin = new RecordOrigin(record.topic(), record.partition(), record.offset());
      DeadLetter letter =
          new DeadLetter(origin, record.key(), record.value(), Stages.MODEL_SOURCE, e.getMessage());
      return new ParsedModel(modelId, null, announcedAt, letter);
    }
  }

  private static ModelAnnouncement announcement(String modelId, byte[] value)
      throws BadRecordException {
    ModelAnnouncement model = ModelJson.decode(value);
    if (!model.modelId().equals(modelId)) {
      throw new BadRecordException(
          "Model '%s' must have its id as key, but was '%s'".formatted(model.modelId(), modelId));
    }
    return model;
  }

  @Override
  public TypeInformation<ParsedModel> getProducedType() {
    return TypeInformation.of(ParsedModel.class);
  }
}
