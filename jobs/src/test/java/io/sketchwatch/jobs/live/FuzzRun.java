package io.sketchwatch.jobs.live;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.jobs.codec.BadRecordException;
import io.sketchwatch.jobs.codec.ModelJson;
import io.sketchwatch.jobs.codec.QueryJson;
import io.sketchwatch.jobs.codec.VerdictJson;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.operators.Stages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a job makes of records that are mostly of no use.
 *
 * <p>Whether it took a record is told by what came of it: frames by their coverage, queries and
 * models by their statuses; verdicts, of which nobody hears, by how many their stage has read.
 */
final class FuzzRun {

  private static final long SEED = 20_260_501;
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int CHUNK = 500;
  private static final byte[] LAST = {'z'};
  private static final Set<Status> TAKEN =
      EnumSet.of(Status.ACCEPTED, Status.PAUSED, Status.WITHDRAWN);

  private final LiveJobOnKafka job;
  private final Map<Topic, RecordFuzzer> fuzzers = new EnumMap<>(Topic.class);
  private final Map<Topic, Long> sent = new EnumMap<>(Topic.class);
  private final Map<RecordOrigin, Integer> valuesSent = new HashMap<>();
  private final long begin = System.nanoTime();

  /**
   * A run that has not begun.
   *
   * @param records of all topics together; at most one in a hundred each is a frame or a sketch
   *     that is a whole picture, or a model to look for
   */
  FuzzRun(LiveJobOnKafka job, int records) throws Exception {
    this.job = job;
    int dear = records / 100;
    fuzzers.put(Topic.FRAMES, new SparingFuzzer(new FrameFuzzer(), dear, FuzzRun::isPicture));
    fuzzers.put(
        Topic.QUERIES,
        new SparingFuzzer(
            new JsonFuzzer(Topic.QUERIES, "queryId", FuzzRun::query), dear, FuzzRun::isQuery));
    fuzzers.put(Topic.VERDICTS, new JsonFuzzer(Topic.VERDICTS, "alertId", FuzzRun::verdict));
    fuzzers.put(
        Topic.MODELS,
        new SparingFuzzer(
            new JsonFuzzer(Topic.MODELS, "modelId", FuzzRun::model), dear, FuzzRun::isModel));
    send(records / fuzzers.size());
  }

  // -- sound records

  /** Every now and then an id is as long as a picture. */
  static String id(int number) {
    return "fuzzed-" + number + (number % 500 == 250 ? "x".repeat(1 << 20) : "");
  }

  private static byte[] query(int number) {
    return QueryJson.encode(
        LiveJobOnKafka.aQuery(id(number), BlockWorld.hue(number % 12, 12), null, 0.99));
  }

  private static byte[] verdict(int number) {
    Decision[] decisions = Decision.values();
    String queryId = id(number);
    String trackletId = "camera-1/f1/0";
    String alertId = AlertIds.alertId(queryId, trackletId);
    return VerdictJson.encode(
        new Verdict(
            alertId,
            queryId,
            trackletId,
            decisions[number % decisions.length],
            "desk 4",
            Instant.EPOCH));
  }

  private static byte[] model(int number) {
    ModelAnnouncement.State[] states = ModelAnnouncement.State.values();
    return ModelJson.encode(
        new ModelAnnouncement(
            id(number),
            "file:///no/such/package",
            "0".repeat(64),
            states[number % states.length],
            number + 1,
            Instant.EPOCH));
  }

  // -- those that are dear

  private static boolean isPicture(ProducerRecord<byte[], byte[]> frame) {
    try {
      return frame.value() != null && ImageCodec.decode(frame.value()) != null;
    } catch (BadImageException e) {
      return false;
    }
  }

  private static boolean isQuery(ProducerRecord<byte[], byte[]> record) {
    try {
      return record.value() != null && QueryJson.decode(record.value()) != null;
    } catch (BadRecordException e) {
      return false;
    }
  }

  private static boolean isModel(ProducerRecord<byte[], byte[]> record) {
    try {
      return record.value() != null && ModelJson.decode(record.value()) != null;
    } catch (BadRecordException e) {
      return false;
    }
  }

  // -- the run

  private void send(int each) throws Exception {
    Random random = new Random(SEED);
    for (Map.Entry<Topic, RecordFuzzer> fuzzer : fuzzers.entrySet()) {
      for (int number = 0; number < each; number += CHUNK) {
        List<ProducerRecord<byte[], byte[]>> chunk = new ArrayList<>();
        for (int i = number; i < Math.min(each, number + CHUNK); i++) {
          chunk.add(fuzzer.getValue().next(i, random));
        }
        send(fuzzer.getKey(), chunk);
      }
    }
  }

  private List<RecordOrigin> send(Topic topic, List<ProducerRecord<byte[], byte[]>> records)
      throws Exception {
    List<RecordOrigin> origins = job.send(records);
    for (int i = 0; i < records.size(); i++) {
      valuesSent.put(origins.get(i), hash(records.get(i).value()));
    }
    sent.merge(topic, (long) records.size(), Long::sum);
    return origins;
  }

  /**
   * Waits until all has been read: a last record of each topic, of no use, has been refused. The
   * last frame before it is a sound one, since a source that has been idle for a while keeps the
   * end of event time to itself when the job is drained, and coverage with it.
   */
  void awaitEnd() throws Exception {
    for (Topic topic : fuzzers.keySet()) {
      if (topic != Topic.FRAMES) {
        awaitRefusal(topic);
      }
    }
    BlockCamera gate = new BlockCamera("gate", Instant.now());
    send(Topic.FRAMES, List.of(gate.frame(BlockWorld.ENTRANCE, BlockWorld.hue(0, 12))));
    awaitRefusal(Topic.FRAMES);
  }

  private void awaitRefusal(Topic topic) throws Exception {
    ProducerRecord<byte[], byte[]> last =
        new ProducerRecord<>(topic.topicName(), LAST, new byte[0]);
    RecordOrigin origin = send(topic, List.of(last)).get(0);
    await("topic '%s' to be read".formatted(topic.topicName()))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                job.deadLetters().stream()
                    .map(DeadLetter::origin)
                    .anyMatch(refused -> refused.equals(origin)));
  }

  // -- what came of it, once the job has ended

  long sent(Topic topic) {
    return sent.get(topic);
  }

  /** Hashes of the values by where they were sent. */
  Map<RecordOrigin, Integer> valuesSent() {
    return valuesSent;
  }

  /** Tells values apart, null from an empty one too. */
  static int hash(byte[] value) {
    return Arrays.hashCode(value);
  }

  List<DeadLetter> rejected(Topic topic) throws BadRecordException {
    return job.deadLetters().stream()
        .filter(letter -> letter.origin().topic().equals(topic.topicName()))
        .toList();
  }

  long accepted(Topic topic) throws Exception {
    return switch (topic) {
      case FRAMES ->
          job.coverage().stream().mapToLong(each -> each.processed() + each.late()).sum();
      case QUERIES ->
          job.statuses().stream()
              .filter(status -> status.queryId().startsWith("fuzzed-"))
              .filter(status -> TAKEN.contains(status.status()))
              .count();
      case MODELS -> job.modelStatuses().size();
      case VERDICTS ->
          job.recordsRead(Stages.TRACK_VERDICTS)
              - rejected(topic).stream().map(DeadLetter::origin).distinct().count();
      default -> throw new IllegalArgumentException("Topic '%s' is not fuzzed".formatted(topic));
    };
  }

  /** One line of JSON. */
  String summary() throws Exception {
    Map<String, Object> kinds = new LinkedHashMap<>();
    for (Topic topic : fuzzers.keySet()) {
      Map<String, Object> kind = new LinkedHashMap<>();
      kind.put("sent", sent(topic));
      kind.put("accepted", accepted(topic));
      kind.put("rejected", rejected(topic).size());
      kind.put(
          "rejectedBy",
          rejected(topic).stream()
              .collect(
                  Collectors.groupingBy(DeadLetter::stage, TreeMap::new, Collectors.counting())));
      kinds.put(topic.topicName(), kind);
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("scenario", "fuzz");
    line.put("seed", SEED);
    line.putAll(kinds);
    line.put("seconds", Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    return new JsonMapper().writeValueAsString(line);
  }
}
