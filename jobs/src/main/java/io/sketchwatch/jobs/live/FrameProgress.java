package io.sketchwatch.jobs.live;

import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.topic.Topic;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How many frames the job has taken up, by the offsets that it commits at each checkpoint. Those
 * that were under way then are among them.
 */
public final class FrameProgress implements AutoCloseable {

  private static final long TIMEOUT_SECONDS = 30;

  private final Admin admin;

  public FrameProgress(KafkaConnection connection) {
    this.admin = Admin.create(connection.properties());
  }

  /**
   * Over all cameras, since the topic began.
   *
   * @throws TimeoutException if Kafka does not answer within {@value #TIMEOUT_SECONDS} seconds
   */
  public long processed() throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        admin
            .listConsumerGroupOffsets(KafkaLiveMatching.GROUP)
            .partitionsToOffsetAndMetadata()
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    return offsets.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(Topic.FRAMES.topicName()))
        .mapToLong(entry -> entry.getValue() == null ? 0 : entry.getValue().offset())
        .sum();
  }

  @Override
  public void close() {
    admin.close();
  }
}
