package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.jobs.codec.AuditJson;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The savepoint that the live job of one release took, a folder of test resources, and what is to
 * be found in it. Written once by {@link ReleaseStory#save}, read by every later build.
 */
record SavedRelease(Path folder) {

  /** Every release's folder is in here, by its version; tests run in the module's folder. */
  static final Path ALL = Path.of("src/test/resources/savepoints");

  private static final JsonMapper JSON = new JsonMapper();
  private static final byte[] BEFORE = "before the savepoint".getBytes(UTF_8);

  static SavedRelease of(String version) {
    return new SavedRelease(ALL.resolve(version));
  }

  /** All of them; there is at least one. */
  static List<SavedRelease> all() {
    try (Stream<Path> folders = Files.list(ALL)) {
      return folders.sorted().map(SavedRelease::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String version() {
    return folder.getFileName().toString();
  }

  Path savepoint() {
    return folder.resolve("savepoint");
  }

  Notes notes() throws IOException {
    return JSON.readValue(folder.resolve("notes.json").toFile(), Notes.class);
  }

  void write(Notes notes) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve("notes.json").toFile(), notes);
  }

  /** Makes the topics that the job reads as long as they were, so that it goes on behind that. */
  void fill(KafkaConnection connection) throws Exception {
    List<Future<RecordMetadata>> sendings = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = LiveJobOnKafka.producer(connection)) {
      for (Map.Entry<String, List<Long>> topic : notes().ends().entrySet()) {
        for (int partition = 0; partition < topic.getValue().size(); partition++) {
          var record = new ProducerRecord<>(topic.getKey(), partition, BEFORE, BEFORE);
          for (long i = 0; i < topic.getValue().get(partition); i++) {
            sendings.add(producer.send(record));
          }
        }
      }
    }
    for (Future<RecordMetadata> sending : sendings) {
      sending.get();
    }
  }

  @Override
  public String toString() {
    return version();
  }

  /**
   * What was known when the savepoint was taken.
   *
   * @param scores of the alerts of the query for blue, by tracklet
   * @param budgetThreshold that the query with a budget had come to
   * @param gateFrames that camera 'gate' had sent, all in one stretch of coverage
   * @param auditSeq of the last record of the case
   * @param auditHash of that record
   * @param ends of each topic that the job reads, by partition
   */
  record Notes(
      Map<String, Double> scores,
      double budgetThreshold,
      long gateFrames,
      long auditSeq,
      String auditHash,
      Map<String, List<Long>> ends) {

    static Notes of(
        Map<String, Double> scores,
        Alert budget,
        long gateFrames,
        AuditRecord head,
        Map<String, List<Long>> ends) {
      return new Notes(
          scores, budget.threshold(), gateFrames, head.seq(), AuditJson.hash(head), ends);
    }
  }
}
