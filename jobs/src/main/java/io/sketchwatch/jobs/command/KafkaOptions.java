package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.kafka.KafkaConnection;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import picocli.CommandLine.Option;

/** Which Kafka, and how to be let in. */
final class KafkaOptions {

  /** How long a broker may stay silent before the command gives up. */
  private static final int PATIENCE_MILLIS = 15_000;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:SKETCHWATCH_KAFKA:-localhost:9092}",
      description = "Bootstrap servers; default: $SKETCHWATCH_KAFKA, else localhost:9092.")
  private String servers;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = {
        "Properties for every Kafka client: TLS, SASL and the like. Secrets may lie elsewhere:",
        "$${file:PATH:KEY} is KEY of a properties file, $${env:NAME} an environment variable, read"
            + " by",
        "each client, those of the job on the TaskManagers."
      })
  private Path file;

  /** The settings of every client; the file's win, but for the servers. */
  Map<String, Object> settings() throws IOException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("default.api.timeout.ms", PATIENCE_MILLIS);
    settings.put("request.timeout.ms", PATIENCE_MILLIS);
    settings.put("max.block.ms", 2 * PATIENCE_MILLIS);
    if (file != null) {
      settings.putAll(KafkaConnection.settings(file));
    }
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    return settings;
  }

  /** The same for parts that make their own clients. */
  KafkaConnection connection() throws IOException {
    Map<String, String> texts = new HashMap<>();
    settings().forEach((name, value) -> texts.put(name, value.toString()));
    return new KafkaConnection(servers, texts);
  }

  /** Fails unless somebody answers. */
  void requireAnswer() throws IOException, InterruptedException {
    ask(admin -> admin.describeCluster().nodes(), "");
  }

  /**
   * A topic's partitions.
   *
   * @throws IOException if there is no such topic, or nobody answers
   */
  List<TopicPartition> partitions(String topic) throws IOException, InterruptedException {
    return ask(admin -> admin.describeTopics(List.of(topic)).topicNameValues().get(topic), topic)
        .partitions()
        .stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  private <T> T ask(Function<Admin, KafkaFuture<T>> question, String topic)
      throws IOException, InterruptedException {
    try (Admin admin = Admin.create(settings())) {
      return question.apply(admin).get();
    } catch (ExecutionException e) {
      throw explained(e.getCause(), topic);
    } catch (KafkaException e) {
      throw unusable(e);
    }
  }

  /** What a client can't be made of; the innermost reason names the setting, and no secret. */
  private IOException unusable(KafkaException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String reason =
        cause instanceof NoSuchFileException
            ? "file '%s' does not exist".formatted(cause.getMessage())
            : cause.getMessage();
    return new IOException(
        "Kafka's settings%s can't be used: %s"
            .formatted(file == null ? "" : " in '" + file + "'", reason),
        e);
  }

  private IOException explained(Throwable cause, String topic) {
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new IOException(
          "Topic '%s' does not exist on '%s': make it with: sketchwatch topics create"
              .formatted(topic, servers),
          cause);
    }
    if (cause instanceof TimeoutException) {
      return new IOException(
          "Kafka '%s' does not answer: is it running, is --kafka right, and is security.protocol in --kafka-config what it asks for?"
              .formatted(servers),
          cause);
    }
    if (cause instanceof TopicAuthorizationException) {
      return new IOException(
          "Kafka '%s' does not let topic '%s' be used".formatted(servers, topic), cause);
    }
    return new IOException("Kafka '%s': %s".formatted(servers, cause.getMessage()), cause);
  }
}
