package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.verdict.ExemplarUpdate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The records of topic {@code exemplars}: keyed {@code queryId/alertId}, the photo as JSON, schema
 * {@code schema/exemplar.schema.json}; a tombstone takes it back. An alert's id has no slash, so
 * the last one of a key parts the two.
 */
public final class ExemplarRecords {

  private ExemplarRecords() {}

  /** Makes one record. */
  public static ProducerRecord<byte[], byte[]> producerRecord(String topic, ExemplarUpdate update) {
    return new ProducerRecord<>(
        topic,
        (update.queryId() + "/" + update.alertId()).getBytes(UTF_8),
        update.exemplar() == null ? null : encode(update.exemplar()));
  }

  /** One line of JSON. */
  static byte[] encode(Exemplar exemplar) {
    return new JsonObject()
        .put("queryId", exemplar.queryId())
        .put("alertId", exemplar.alertId())
        .put("photo", exemplar.photo())
        .put("modelId", exemplar.modelId())
        .put("embedding", exemplar.embedding().values())
        .toBytes();
  }

  /** Reads what {@link #producerRecord} made. */
  public static ExemplarUpdate read(ConsumerRecord<byte[], byte[]> record)
      throws BadRecordException {
    String key = Texts.joinedKey("Exemplar", "its query's and alert's id", record.key());
    int slash = key.lastIndexOf('/');
    if (slash < 0) {
      throw new BadRecordException(
          "Exemplar's key must be queryId/alertId, but was '%s'".formatted(key));
    }
    Exemplar exemplar = record.value() == null ? null : decode(record.value());
    if (exemplar != null && !key.equals(exemplar.queryId() + "/" + exemplar.alertId())) {
      throw new BadRecordException(
          "Exemplar '%s' of query '%s' must have both as key, but was '%s'"
              .formatted(exemplar.alertId(), exemplar.queryId(), key));
    }
    return new ExemplarUpdate(key.substring(0, slash), key.substring(slash + 1), exemplar);
  }

  private static Exemplar decode(byte[] json) throws BadRecordException {
    JsonFields fields = JsonFields.read("Exemplar", "alertId", json);
    float[] values = fields.numbers("embedding");
    if (values.length == 0) {
      throw new BadRecordException(
          "Exemplar '%s' must have an embedding, but it is empty".formatted(fields.id("alertId")));
    }
    return new Exemplar(
        fields.id("queryId"),
        fields.id("alertId"),
        fields.joinedId("photo"),
        fields.id("modelId"),
        new Embedding(values));
  }
}
