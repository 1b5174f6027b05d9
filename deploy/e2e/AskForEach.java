import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.jobs.codec.QueryJson;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Asks for each sketch: a query by the name of its file, that alerts on every score of 0 or more.
 * Asked again, it is the same version, which the job ignores.
 *
 * <p>Run as {@code java -cp CLASSPATH AskForEach.java BOOTSTRAP-SERVERS SKETCH...}.
 */
public final class AskForEach {

  private static final double THRESHOLD = 0;

  private AskForEach() {}

  public static void main(String[] args) throws Exception {
    var connection = KafkaConnection.to(args[0]).properties();
    var bytes = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(connection, bytes, bytes)) {
      for (int i = 1; i < args.length; i++) {
        Query query = query(Path.of(args[i]));
        byte[] key = query.queryId().getBytes(UTF_8);
        producer
            .send(new ProducerRecord<>(Topic.QUERIES.topicName(), key, QueryJson.encode(query)))
            .get();
      }
    }
  }

  private static Query query(Path sketch) throws IOException {
    return new Query(
        sketch.getFileName().toString(),
        1,
        Query.State.ACTIVE,
        new Media("image/png", Files.readAllBytes(sketch), null),
        null,
        null,
        null,
        null,
        THRESHOLD,
        null,
        0,
        null);
  }
}
