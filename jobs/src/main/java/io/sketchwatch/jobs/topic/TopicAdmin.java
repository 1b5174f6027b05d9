package io.sketchwatch.jobs.topic;

import io.sketchwatch.jobs.kafka.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the broker's topics by the table and checks those that are there; it never changes nor
 * deletes one. Not thread-safe.
 */
public final class TopicAdmin implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final KafkaConnection connection;
  private final TopicOptions options;
  private final Admin admin;

  public TopicAdmin(KafkaConnection connection, TopicOptions options) {
    this.connection = connection;
    this.options = options;
    Properties properties = connection.properties();
    properties.putIfAbsent(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    properties.putIfAbsent(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.dividedBy(3).toMillis());
    this.admin = Admin.create(properties);
  }

  /**
   * Checks the topics that are there, then creates those that are missing.
   *
   * @return the created ones
   * @throws TopicSetupException if one that is there is set up against the table; then none is
   *     created
   */
  public List<Topic> create(Collection<Topic> topics) throws TopicSetupException {
    Set<String> names = names();
    List<Topic> missing = topics.stream().filter(t -> !names.contains(t.topicName())).toList();
    List<Topic> present = topics.stream().filter(t -> names.contains(t.topicName())).toList();
    refuse(inspectPresent(present));
    try {
      answer(admin.createTopics(missing.stream().map(this::newTopic).toList()).all());
    } catch (TopicSetupException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
      return create(topics);
    }
    return missing;
  }

  private NewTopic newTopic(Topic topic) {
    Optional<Short> replication =
        options.replicationFactor() < 0
            ? Optional.empty()
            : Optional.of((short) options.replicationFactor());
    return new NewTopic(topic.topicName(), Optional.of(topic.partitions(options)), replication)
        .configs(topic.initial(options));
  }

  /**
   * Refuses topics that are missing or set up against the table.
   *
   * @throws TopicSetupException naming the first topic, setting, expected and actual value, and how
   *     many more there are
   */
  public void check(Collection<Topic> topics) throws TopicSetupException {
    refuse(inspect(topics));
  }

  private static void refuse(List<TopicFinding> findings) throws TopicSetupException {
    if (findings.isEmpty()) {
      return;
    }
    String more =
        findings.size() == 1
            ? ""
            : " (and %d more: see 'sketchwatch topics check')".formatted(findings.size() - 1);
    throw new TopicSetupException(findings.get(0).message() + more);
  }

  /**
   * How long what is written or overwritten now may stay on the broker's disk, by the topic's own
   * settings; empty if they name no limit.
   *
   * @throws TopicSetupException if there is no such topic
   */
  public Optional<Duration> longestStay(Topic topic) throws TopicSetupException {
    ConfigResource resource = resource(topic.topicName());
    Config config = answer(admin.describeConfigs(List.of(resource)).all()).get(resource);
    boolean compacted = policies(config.get(Topic.CLEANUP).value()).contains("compact");
    long millis =
        compacted
            ? millis(config, "max.compaction.lag.ms")
            : millis(config, Topic.RETENTION) + millis(config, "segment.ms");
    return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  /** No limit is -1, or the highest number that there is. */
  private static long millis(Config config, String setting) {
    long value = Long.parseLong(config.get(setting).value());
    return value < 0 || value == Long.MAX_VALUE ? Long.MIN_VALUE / 2 : value;
  }

  /** Everything in which topics differ from the table, in the table's order. */
  public List<TopicFinding> inspect(Collection<Topic> topics) throws TopicSetupException {
    Set<String> names = names();
    List<TopicFinding> findings = new ArrayList<>();
    for (Topic topic : topics) {
      if (names.contains(topic.topicName())) {
        findings.addAll(inspectPresent(List.of(topic)));
      } else {
        findings.add(TopicFinding.missing(topic));
      }
    }
    return findings;
  }

  private Set<String> names() throws TopicSetupException {
    return answer(admin.listTopics().names());
  }

  private List<TopicFinding> inspectPresent(Collection<Topic> topics) throws TopicSetupException {
    Map<String, Topic> byName =
        topics.stream().collect(Collectors.toMap(Topic::topicName, topic -> topic));
    Map<String, TopicDescription> descriptions =
        answer(admin.describeTopics(byName.keySet()).allTopicNames());
    Map<ConfigResource, Config> configs =
        answer(
            admin
                .describeConfigs(byName.keySet().stream().map(TopicAdmin::resource).toList())
                .all());
    List<TopicFinding> findings = new ArrayList<>();
    for (Topic topic : topics) {
      int partitions = descriptions.get(topic.topicName()).partitions().size();
      if (topic.needsOnePartition() && partitions != 1) {
        findings.add(TopicFinding.partitions(topic, partitions));
      }
      findings.addAll(differences(topic, configs.get(resource(topic.topicName()))));
    }
    return findings;
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private List<TopicFinding> differences(Topic topic, Config config) {
    List<TopicFinding> findings = new ArrayList<>();
    topic
        .required(options)
        .forEach(
            (setting, expected) -> {
              ConfigEntry entry = config.get(setting);
              String actual = entry == null ? "unknown" : entry.value();
              if (entry == null || !satisfies(setting, expected, actual)) {
                findings.add(TopicFinding.setting(topic, setting, expected, actual));
              }
            });
    return findings;
  }

  /** A retention of -1 is for ever; the policies of a topic come in any order. */
  static boolean satisfies(String setting, String expected, String actual) {
    if (Topic.isLeastValue(setting)) {
      return actual.equals("-1") || Long.parseLong(actual) >= Long.parseLong(expected);
    }
    return policies(expected).equals(policies(actual));
  }

  private static Set<String> policies(String value) {
    return new HashSet<>(Arrays.asList(value.replace(" ", "").split(",", -1)));
  }

  private <T> T answer(KafkaFuture<T> future) throws TopicSetupException {
    try {
      return future.get(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new TopicSetupException(
          "Kafka at '%s' did not answer about topics: %s"
              .formatted(connection.bootstrapServers(), e.getCause().getMessage()),
          e.getCause());
    } catch (TimeoutException e) {
      throw new TopicSetupException(
          "Kafka at '%s' did not answer about topics in time: is it reachable?"
              .formatted(connection.bootstrapServers()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicSetupException("Interrupted while waiting for Kafka", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
