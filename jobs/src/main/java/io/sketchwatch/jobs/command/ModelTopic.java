package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelAnnouncement.State;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.codec.BadRecordException;
import io.sketchwatch.jobs.codec.ModelJson;
import io.sketchwatch.jobs.topic.Topic;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is announced of all models, read and written by the command. */
final class ModelTopic {

  static final String MODELS = Topic.MODELS.topicName();

  private final KafkaOptions kafka;

  ModelTopic(KafkaOptions kafka) {
    this.kafka = kafka;
  }

  /** Fails unless the topic is there. */
  void require() throws IOException, InterruptedException {
    kafka.partitions(MODELS);
  }

  /** The last announcement of each model, the highest epoch first. */
  List<ModelAnnouncement> read() throws IOException, InterruptedException {
    Map<String, ModelAnnouncement> models = new TreeMap<>();
    try (TopicReader reader = new TopicReader(kafka, MODELS)) {
      reader.seek(null);
      reader.readToEnd(record -> apply(record, models));
    }
    return models.values().stream()
        .sorted(Comparator.comparing(ModelAnnouncement::epoch).reversed())
        .toList();
  }

  private static void apply(
      ConsumerRecord<String, byte[]> record, Map<String, ModelAnnouncement> models) {
    if (record.key() == null) {
      return;
    }
    if (record.value() == null) {
      models.remove(record.key());
      return;
    }
    try {
      ModelAnnouncement model = ModelJson.decode(record.value());
      if (record.key().equals(model.modelId())) {
        models.put(model.modelId(), model);
      }
    } catch (BadRecordException e) {
      // The job refuses it too, and says why in dead-letters.
    }
  }

  /** The ACTIVE ones, that in force first. */
  List<ModelAnnouncement> active() throws IOException, InterruptedException {
    return read().stream().filter(model -> model.state() == State.ACTIVE).toList();
  }

  /** Announces a package where it lies, for sightings from now on. */
  ModelAnnouncement announce(ModelPackage made, State state)
      throws IOException, InterruptedException {
    return announce(made, made.folder().toRealPath().toUri(), state, Instant.now());
  }

  /**
   * Announces a package with the next epoch; returns when Kafka has it.
   *
   * @param uri where jobs find the package
   */
  ModelAnnouncement announce(ModelPackage made, URI uri, State state, Instant activeFrom)
      throws IOException, InterruptedException {
    return put(
        new ModelAnnouncement(
            made.manifest().modelId(),
            uri.toString(),
            made.sha256(),
            state,
            nextEpoch(),
            activeFrom));
  }

  /** Announces a model once more, as ACTIVE and with the next epoch. */
  ModelAnnouncement goBackTo(ModelAnnouncement model, Instant activeFrom)
      throws IOException, InterruptedException {
    return put(
        new ModelAnnouncement(
            model.modelId(), model.uri(), model.sha256(), State.ACTIVE, nextEpoch(), activeFrom));
  }

  private long nextEpoch() throws IOException, InterruptedException {
    Optional<ModelAnnouncement> last = read().stream().findFirst();
    return last.map(ModelAnnouncement::epoch).orElse(0L) + 1;
  }

  private ModelAnnouncement put(ModelAnnouncement model) throws IOException, InterruptedException {
    new TopicWriter(kafka, MODELS, "model").send(model.modelId(), ModelJson.encode(model));
    return model;
  }
}
