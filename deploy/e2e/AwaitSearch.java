import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.jobs.codec.QueryStatusJson;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.topic.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Waits until the past has begun to be searched for so many queries since this was called, as the job
 * reports it at once, committed or not; fails after a minute.
 *
 * <p>Run as {@code java -cp CLASSPATH AwaitSearch.java BOOTSTRAP-SERVERS QUERIES}.
 */
public final class AwaitSearch {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private AwaitSearch() {}

  public static void main(String[] args) throws Exception {
    int wanted = Integer.parseInt(args[1]);
    long end = System.nanoTime() + LIMIT.toNanos();
    Set<String> searched = new HashSet<>();
    try (Consumer<byte[], byte[]> consumer = consumer(args[0])) {
      while (searched.size() < wanted) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("Only " + searched + " are searched for");
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
          QueryStatus status = QueryStatusJson.decode(record.value());
          if (status.status() == Status.SEARCHING && status.progress() > 0) {
            searched.add(status.queryId());
          }
        }
      }
    }
  }

  private static Consumer<byte[], byte[]> consumer(String bootstrapServers) {
    var bytes = new ByteArrayDeserializer();
    var consumer =
        new KafkaConsumer<>(KafkaConnection.to(bootstrapServers).properties(), bytes, bytes);
    var status = new TopicPartition(Topic.QUERY_STATUS.topicName(), 0);
    consumer.assign(List.of(status));
    consumer.seek(status, consumer.endOffsets(Set.of(status)).get(status));
    return consumer;
  }
}
