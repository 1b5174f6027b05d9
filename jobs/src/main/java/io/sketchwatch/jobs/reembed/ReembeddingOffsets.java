package io.sketchwatch.jobs.reembed;

import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * How far topic {@code sightings} is embedded anew for one model: the offsets that a consumer group
 * of its name has committed. What is before them is done, and written.
 *
 * <p>Every method waits for Kafka, at most {@value #TIMEOUT_SECONDS} seconds.
 */
public final class ReembeddingOffsets implements AutoCloseable {

  private static final long TIMEOUT_SECONDS = 30;
  private static final String TOPIC = Topic.SIGHTINGS.topicName();

  private final Admin admin;
  private final String groupId;

  public ReembeddingOffsets(KafkaConnection connection, String modelId) {
    this.admin = Admin.create(connection.properties());
    this.groupId = groupId(modelId);
  }

  static String groupId(String modelId) {
    return "sketchwatch-reembed-" + modelId;
  }

  /** Where each partition ends now, exclusive. */
  public Map<TopicPartition, Long> ends()
      throws ExecutionException, InterruptedException, TimeoutException {
    return offsets(partition -> OffsetSpec.latest());
  }

  /** How many records are still to be read before these ends; those that were deleted are not. */
  public long left(Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, Long> beginnings = offsets(partition -> OffsetSpec.earliest());
    Map<TopicPartition, OffsetAndMetadata> committed =
        answer(admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata());
    return ends.entrySet().stream()
        .mapToLong(
            end -> {
              OffsetAndMetadata done = committed.get(end.getKey());
              long beginning = beginnings.getOrDefault(end.getKey(), 0L);
              long next = done == null ? beginning : Math.max(beginning, done.offset());
              return Math.max(0, end.getValue() - next);
            })
        .sum();
  }

  /** All before these ends is done; no job of the model may be running. */
  public void commit(Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        ends.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> new OffsetAndMetadata(e.getValue())));
    answer(admin.alterConsumerGroupOffsets(groupId, offsets).all());
  }

  private Map<TopicPartition, Long> offsets(Function<TopicPartition, OffsetSpec> wanted)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> partitions =
        answer(admin.describeTopics(List.of(TOPIC)).allTopicNames())
            .get(TOPIC)
            .partitions()
            .stream()
            .map(partition -> new TopicPartition(TOPIC, partition.partition()))
            .collect(Collectors.toMap(Function.identity(), wanted));
    return answer(admin.listOffsets(partitions).all()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, found -> found.getValue().offset()));
  }

  private static <T> T answer(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    admin.close();
  }
}
