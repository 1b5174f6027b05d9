package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.jobs.codec.SightingCodec;
import io.sketchwatch.jobs.command.SketchwatchCommand;
import io.sketchwatch.jobs.topic.Topic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command erases beside the running production job, and what can't come back. */
@Timeout(300)
class ErasureITCase {

  private static final int HUES = 3;
  private static final List<Topic> ERASED =
      List.of(Topic.SIGHTINGS, Topic.CROPS, Topic.REEMBEDDED_SIGHTINGS);

  private static LiveJobOnKafka job;
  private static List<Sighting> atGate;
  private static Sighting inYard;
  private static JsonNode camera;
  private static JsonNode tracklet;
  private static JsonNode again;

  @BeforeAll
  static void erase(@TempDir Path savepoints) throws Exception {
    job = new LiveJobOnKafka(2, new Configuration());
    BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
    BlockCamera yard = new BlockCamera("yard", BlockWorld.START);
    job.watchFor("first", BlockWorld.hue(0, HUES), List.of("gate"));
    for (int hue = 0; hue < HUES; hue++) {
      job.send(gate.crossing(BlockWorld.hue(hue, HUES)));
      job.send(yard.crossing(BlockWorld.hue(hue, HUES)));
    }
    job.awaitPeople(2 * HUES);
    job.awaitAlerts("first", 1);
    job.judge(job.alerts("first").get(0), Decision.CONFIRM);
    job.awaitRecords(Topic.EXEMPLARS, 1);
    atGate = sightings("gate");
    inYard = sightings("yard").get(0);
    job.send(reembedded(beforeAllThatIsHeld(atGate.get(0))));

    camera = run("--camera", "gate");
    tracklet = run("--sighting", "yard/" + inYard.trackletId());
    again = run("--camera", "gate");

    bringBack(atGate.get(1));
    letSomebodyComeLate();
    job.watchFor("late", BlockWorld.hue(0, HUES), null);
    job.watchFor("everyone-late", BlockWorld.hue(1, HUES), null);
    job.drain(savepoints);
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @Test
  void shouldEraseACameraFromStateAndTopicsAndProveIt() {
    assertThat(camera.at("/gallery/sightings").asInt()).isEqualTo(atGate.size());
    assertThat(camera.at("/gallery/copiesUntil").asText()).isNotEmpty();
    assertThat(counts(camera, "erased"))
        .containsEntry("sightings", atGate.size())
        .containsEntry("crops", atGate.size())
        .containsEntry("reembedded-sightings", 1)
        .containsEntry("exemplars", 1);
    assertThat(counts(camera, "left").values()).containsOnly(0);
    assertThat(camera.get("byRetention"))
        .extracting(topic -> topic.get("topic").asText())
        .containsExactly("frames", "alerts", "dead-letters");
    assertThat(camera.get("byRetention"))
        .allSatisfy(topic -> assertThat(topic.has("until")).isTrue());
  }

  @Test
  void shouldEraseOneTrackletAndNoOther() throws Exception {
    assertThat(tracklet.at("/gallery/sightings").asInt()).isEqualTo(1);
    assertThat(counts(tracklet, "erased")).containsEntry("sightings", 1).containsEntry("crops", 1);
    assertThat(job.alerts("everyone-late")).extracting(Alert::cameraId).containsExactly("yard");
  }

  @Test
  void shouldFindNothingWhenItErasesAgain() {
    assertThat(again.at("/gallery/sightings").asInt()).isZero();
    assertThat(counts(again, "erased").values()).containsOnly(0);
  }

  @Test
  void shouldFindNobodyWhoWasErasedNorLetThemComeBack() throws Exception {
    assertThat(job.alerts("late")).isEmpty();
    for (Topic topic : ERASED) {
      assertThat(alive(topic))
          .as(topic.topicName())
          .allSatisfy(key -> assertThat(key).startsWith("yard/"))
          .doesNotContain(inYard.key());
    }
  }

  private static List<Sighting> sightings(String cameraId) throws Exception {
    return job.sightings().stream().filter(seen -> seen.cameraId().equals(cameraId)).toList();
  }

  /** In the partition of its camera. */
  private static ProducerRecord<byte[], byte[]> reembedded(Sighting sighting) {
    int partition =
        job.records(Topic.SIGHTINGS).stream()
            .filter(record -> new String(record.key(), UTF_8).equals(sighting.key()))
            .findFirst()
            .orElseThrow()
            .partition();
    return new ProducerRecord<>(
        Topic.REEMBEDDED_SIGHTINGS.topicName(),
        partition,
        sighting.key().getBytes(UTF_8),
        SightingCodec.encode(sighting));
  }

  private static Sighting beforeAllThatIsHeld(Sighting sighting) {
    return new Sighting(
        sighting.cameraId(),
        sighting.trackletId(),
        sighting.shot(),
        sighting.firstSeen().minus(Duration.ofDays(3)),
        sighting.lastSeen().minus(Duration.ofDays(3)),
        sighting.box(),
        sighting.quality(),
        sighting.frame(),
        sighting.modelId(),
        sighting.embedding(),
        sighting.crop());
  }

  private static JsonNode run(String... condition) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("erase", "--json", "--kafka", job.connection().bootstrapServers()));
    words.addAll(List.of(condition));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new SketchwatchCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words.toArray(new String[0]));
    assertThat(exitCode).as(err.toString()).isZero();
    assertThat(err.toString()).isEmpty();
    return new ObjectMapper().readTree(out.toString());
  }

  private static Map<String, Integer> counts(JsonNode report, String field) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    report
        .get("topics")
        .forEach(topic -> counts.put(topic.get("topic").asText(), topic.get(field).asInt()));
    return counts;
  }

  /** As an embedding made anew that had read the sighting before it was erased. */
  private static void bringBack(Sighting erased) throws Exception {
    job.send(reembedded(erased));
    awaitGone(Topic.REEMBEDDED_SIGHTINGS, erased.key());
  }

  /** As a camera whose frames were still on their way when all of its past was erased. */
  private static void letSomebodyComeLate() throws Exception {
    run("--camera", "door");
    job.send(new BlockCamera("door", BlockWorld.START).crossing(BlockWorld.hue(0, HUES)));
    awaitGone(Topic.CROPS, "door/");
  }

  /** Waits until a record of such a key has been there and is ended. */
  private static void awaitGone(Topic topic, String prefix) {
    await("end of '%s' on topic '%s'".formatted(prefix, topic.topicName()))
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                job.records(topic).stream()
                        .anyMatch(record -> new String(record.key(), UTF_8).startsWith(prefix))
                    && alive(topic).stream().noneMatch(key -> key.startsWith(prefix)));
  }

  private static List<String> alive(Topic topic) {
    Map<String, byte[]> last = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : job.records(topic)) {
      last.put(new String(record.key(), UTF_8), record.value());
    }
    return last.entrySet().stream()
        .filter(record -> record.getValue() != null)
        .map(Map.Entry::getKey)
        .toList();
  }
}
