package io.sketchwatch.jobs.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.jobs.broker.EmbeddedBroker;
import io.sketchwatch.jobs.codec.AlertRecords;
import io.sketchwatch.jobs.codec.FrameDeserializer;
import io.sketchwatch.jobs.codec.ModelJson;
import io.sketchwatch.jobs.codec.QueryJson;
import io.sketchwatch.jobs.codec.QueryStatusJson;
import io.sketchwatch.jobs.codec.Samples;
import io.sketchwatch.jobs.codec.VerdictJson;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.video.EncodedVideo;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaVerbsITCase {

  private static EmbeddedBroker broker;

  @TempDir private Path folder;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void emptyTopics() throws Exception {
    Set<String> topics =
        Set.of("frames", "queries", "query-status", "alerts", "verdicts", "models");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      List<String> old = admin.listTopics().names().get().stream().toList();
      admin.deleteTopics(old).all().get();
      admin
          .createTopics(topics.stream().map(t -> new NewTopic(t, 1, (short) 1)).toList())
          .all()
          .get();
      await().until(() -> admin.listTopics().names().get().equals(topics));
    }
  }

  @Test
  void shouldSendTheFramesOfVideosInOrderWithTheirCaptureTimes() throws Exception {
    Path gate = EncodedVideo.write(folder.resolve("mjpeg-gate.avi"), 10, 5);
    Path yard = EncodedVideo.write(folder.resolve("mpeg4-yard.avi"), 20, 4);

    CommandRun run =
        run("ingest --json --start 2026-03-01T08:00:00Z", gate.toString(), yard.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.json())
        .extracting(line -> line.get("cameraId").asText() + " " + line.get("frames").asLong())
        .containsExactly("mjpeg-gate 5", "mpeg4-yard 4");
    List<Frame> frames = frames();
    assertThat(frames.stream().filter(f -> f.cameraId().equals("mpeg4-yard")))
        .extracting(Frame::captureTime)
        .containsExactly(at("00"), at("00.050"), at("00.100"), at("00.150"));
    List<Frame> ofGate = frames.stream().filter(f -> f.cameraId().equals("mjpeg-gate")).toList();
    assertThat(ofGate)
        .extracting(Frame::captureTime)
        .containsExactly(at("00"), at("00.100"), at("00.200"), at("00.300"), at("00.400"));
    assertThat(ofGate).extracting(Frame::frameId).doesNotHaveDuplicates();
    assertThat(ofGate).extracting(Frame::contentType).containsOnly("image/jpeg");
    assertThat(ImageCodec.decode(ofGate.get(0).content()).width()).isEqualTo(EncodedVideo.WIDTH);
  }

  @Test
  void shouldSendTheSameIdsWhenAVideoIsSentAgain() throws Exception {
    String video = EncodedVideo.write(folder.resolve("mjpeg.avi"), 10, 3).toString();

    run("ingest --camera gate --start 2026-03-01T08:00:00Z", video);
    run("ingest --camera gate --start 2026-03-01T08:00:00Z --rate 1000", video);

    List<String> ids = frames().stream().map(Frame::frameId).toList();
    assertThat(ids).hasSize(6);
    assertThat(ids.subList(3, 6)).isEqualTo(ids.subList(0, 3));
  }

  @Test
  void shouldEndEveryCameraWhenOneCanNotBeRead() throws Exception {
    Path good = EncodedVideo.write(folder.resolve("mjpeg.avi"), 10, 3);
    Path bad = Files.writeString(folder.resolve("bad.avi"), "no video");

    CommandRun run = run("ingest --loop --rate realtime", good.toString(), bad.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().contains("bad.avi", "is it a video?");
  }

  @Test
  void shouldCarryAQueryThroughItsLife() throws Exception {
    String sketch = Files.write(folder.resolve("sketch.png"), Pictures.png()).toString();

    CommandRun added =
        run(
            "query add --json --id case-17 --camera gate --camera yard --lookback PT6H"
                + " --threshold 0.55 --authority 2026/118 --sketch",
            sketch);

    assertThat(added.exitCode()).as(added.err()).isZero();
    JsonNode line = added.json().get(0);
    assertThat(line.get("queryId").asText()).isEqualTo("case-17");
    assertThat(line.get("version").asLong()).isEqualTo(1);
    assertThat(line.get("lookback").asText()).isEqualTo("PT6H");
    assertThat(line.has("sketch")).isFalse();
    assertThat(line.has("falseAlertsPerDay")).isFalse();

    assertThat(stateAfter("query pause --json case-17")).isEqualTo("2 PAUSED");
    assertThat(stateAfter("query resume --json case-17")).isEqualTo("3 ACTIVE");
    assertThat(stateAfter("query add --json --id case-17 --sketch", sketch)).isEqualTo("4 ACTIVE");
    assertThat(run("query list --json").json()).hasSize(1);
    assertThat(QueryJson.decode(lastValue("queries")).sketch().data()).isEqualTo(Pictures.png());

    assertThat(run("query withdraw --json case-17").json().get(0).get("withdrawn").asBoolean())
        .isTrue();
    assertThat(lastValue("queries")).isNull();
    assertThat(run("query list --json").out()).isEmpty();
    assertThat(run("query pause case-17").exitCode()).isEqualTo(1);
  }

  @Test
  void shouldListWhereAQueryStands() throws Exception {
    QueryStatus status = Samples.aQueryStatus();
    send(new ProducerRecord<>("queries", bytes("q-17"), QueryJson.encode(Samples.aQuery())));
    send(new ProducerRecord<>("queries", bytes("bad"), bytes("{no json")));
    send(new ProducerRecord<>("query-status", bytes("q-17"), QueryStatusJson.encode(status)));

    CommandRun run = run("query list --json");

    assertThat(run.json()).hasSize(1);
    assertThat(run.json().get(0).get("status").get("status").asText()).isEqualTo("SEARCHING");
    assertThat(run("query list").out())
        .startsWith("Query 'q-17' version 3 is ACTIVE: cameras gate, platform 9¾, threshold 0.500")
        .contains("SEARCHING", "1000 sightings searched");
  }

  @Test
  void shouldShowAlertsOfOneQuerySinceATime() throws Exception {
    Alert alert = Samples.anAlert();
    send(AlertRecords.producerRecord("alerts", alert));
    send(new ProducerRecord<>("alerts", bytes("q-17"), bytes("{no json")));

    CommandRun run = run("alerts --json");

    assertThat(run.exitCode()).isZero();
    assertThat(run.json()).hasSize(1);
    assertThat(run.json().get(0).get("alertId").asText()).isEqualTo(alert.alertId());
    assertThat(run.err().lines()).singleElement().asString().contains("offset 1 is left out");
    assertThat(run("alerts").out()).contains(alert.trackletId(), "query q-17");
    assertThat(run("alerts --top 3").out())
        .contains("Best of 1 people for 'q-17'", "1.  score 0.830", alert.alertId());
    assertThat(run("alerts --query other --json").out()).isEmpty();
    assertThat(run("alerts --since PT1H --json").json()).hasSize(1);
    assertThat(run("alerts --since 2999-01-01T00:00:00Z --json").out()).isEmpty();
  }

  @Test
  void shouldJudgeAnAlertByWhatItSays() throws Exception {
    Alert alert = Samples.anAlert();
    send(AlertRecords.producerRecord("alerts", alert));

    CommandRun run = run("verdict reject --by desk-4 --json", alert.alertId());

    assertThat(run.exitCode()).as(run.err()).isZero();
    Verdict sent = VerdictJson.decode(lastValue("verdicts"));
    assertThat(sent.queryId()).isEqualTo("q-17");
    assertThat(sent.trackletId()).isEqualTo(alert.trackletId());
    assertThat(sent.decision()).isEqualTo(Verdict.Decision.REJECT);
    assertThat(sent.by()).isEqualTo("desk-4");
    assertThat(run.json().get(0).get("alertId").asText()).isEqualTo(alert.alertId());
    assertThat(run("alerts --top 3").out()).isEmpty();
    assertThat(run("verdict confirm", alert.alertId()).out()).startsWith("CONFIRM by ");
    assertThat(run("alerts --top 3").out()).contains(alert.alertId() + "  confirmed");
    assertThat(run("verdict revoke", alert.alertId()).exitCode()).isZero();
    assertThat(records("verdicts"))
        .extracting(record -> new String(record.key(), UTF_8))
        .containsExactly(alert.alertId(), alert.alertId(), alert.alertId());
  }

  @Test
  void shouldNotJudgeAnAlertThatIsNotKnown() throws Exception {
    CommandRun run = run("verdict confirm 00000000000000000000000000000000");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("Alert '00000000000000000000000000000000' is not known");
    assertThat(records("verdicts")).isEmpty();
  }

  @Test
  void shouldCreateTheMissingTopicsOnceAndCheckThem() throws Exception {
    deleteAll();
    CommandRun lacking = run("topics check --json");
    assertThat(lacking.exitCode()).isEqualTo(1);
    assertThat(lacking.json())
        .hasSameSizeAs(Topic.values())
        .allSatisfy(line -> assertThat(line.get("actual").asText()).isEqualTo("missing"));

    CommandRun created = run("topics create --json -D topics.partitions=2");

    assertThat(created.exitCode()).as(created.err()).isZero();
    assertThat(created.json()).hasSameSizeAs(Topic.values());
    assertThat(run("topics create --json").out()).isEmpty();
    assertThat(run("topics check").out().lines())
        .containsExactly("All topics are as they should be");
  }

  @Test
  void shouldTellHowMuchAGalleryIsRebuiltFrom() throws Exception {
    deleteAll();
    assertThat(run("topics create").exitCode()).isZero();
    send(new ProducerRecord<>("sightings", bytes("gate/t/0"), bytes("one")));
    send(new ProducerRecord<>("sightings", bytes("gate/t/1"), bytes("two")));
    send(new ProducerRecord<>("reembedded-sightings", bytes("gate/t/0"), bytes("three")));
    String nowhere =
        "match -D execution.target=remote -D rest.address=localhost -D rest.port=1"
            + " -D rest.retry.max-attempts=0 -D pipeline.jars=file:///no.jar";

    CommandRun rebuilding = run(nowhere + " --rebuild-from sightings");
    CommandRun restoring = run(nowhere);

    assertThat(rebuilding.err().lines())
        .contains(
            "The gallery is rebuilt, while the job watches, from at most 3 records of topics"
                + " sightings and reembedded-sightings");
    assertThat(restoring.err()).contains("did not take the job").doesNotContain("rebuilt");
  }

  @Test
  void shouldAnnounceEachModelWithAHigherEpochAndGoBackToTheOneBefore() throws Exception {
    Path first = TinyModel.write(folder.resolve("first"), "dalnet-1");
    Path second = TinyModel.write(folder.resolve("second"), "dalnet-2");
    Path third = TinyModel.write(folder.resolve("third"), "dalnet-3");
    send(new ProducerRecord<>("models", bytes("bad"), bytes("{no json")));

    assertThat(standingAfter("publish --json --active-from 2026-03-01T08:00:00Z --model", first))
        .isEqualTo("dalnet-1 ACTIVE 1");
    ModelAnnouncement announced = ModelJson.decode(lastValue("models"));
    assertThat(announced.sha256()).isEqualTo(Sha256.hex(first.resolve("manifest.json")));
    assertThat(Path.of(URI.create(announced.uri()))).isEqualTo(first.toRealPath());
    assertThat(announced.activeFrom()).isEqualTo(at("00"));
    assertThat(standingAfter("publish --json --model", second)).isEqualTo("dalnet-2 ACTIVE 2");
    assertThat(standingAfter("publish --json --state candidate --uri s3://models/3 --model", third))
        .isEqualTo("dalnet-3 CANDIDATE 3");
    assertThat(ModelJson.decode(lastValue("models")).uri()).isEqualTo("s3://models/3");

    assertThat(standingAfter("models rollback --json")).isEqualTo("dalnet-1 ACTIVE 4");
    assertThat(standingAfter("models rollback --json")).isEqualTo("dalnet-2 ACTIVE 5");
    assertThat(standingAfter("models rollback --json dalnet-1")).isEqualTo("dalnet-1 ACTIVE 6");
    assertThat(ModelJson.decode(lastValue("models")).sha256()).isEqualTo(announced.sha256());
    assertThat(run("models list --json").json())
        .extracting(KafkaVerbsITCase::standing)
        .containsExactly("dalnet-1 ACTIVE 6", "dalnet-2 ACTIVE 5", "dalnet-3 CANDIDATE 3");
    assertThat(run("models list").out()).contains("Model 'dalnet-3' is CANDIDATE, epoch 3 from");
  }

  @Test
  void shouldAnnounceWhatItTrainedAsACandidate() throws Exception {
    Path data = folder.resolve("data");
    SyntheticDataSet.write(data, 10, 1, 1, 3, done -> {});
    Path recipe = Files.writeString(folder.resolve("recipe.json"), SmallTraining.RECIPE);
    Path out = folder.resolve("checkpoint");

    CommandRun run =
        run(
            "train",
            "--data",
            data.toString(),
            "--out",
            out.toString(),
            "--config",
            recipe.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    ModelAnnouncement announced = ModelJson.decode(lastValue("models"));
    ModelPackage made = ModelPackage.open(Path.of(URI.create(announced.uri())));
    assertThat(made.folder()).startsWith(out.toRealPath());
    assertThat(announced)
        .isEqualTo(
            new ModelAnnouncement(
                made.manifest().modelId(),
                announced.uri(),
                made.sha256(),
                ModelAnnouncement.State.CANDIDATE,
                1,
                announced.activeFrom()));
  }

  @Test
  void shouldTrainNothingThatItCouldNotAnnounce() throws Exception {
    delete("models");
    Path data = folder.resolve("data");
    SyntheticDataSet.write(data, 10, 1, 1, 3, done -> {});
    Path out = folder.resolve("checkpoint");

    CommandRun run = run("train --publish --data", data.toString(), "--out", out.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Topic 'models' does not exist");
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldGoBackToNoModelThatWasNotInForce() throws Exception {
    Path model = TinyModel.write(folder.resolve("model"), "dalnet-1");
    assertThat(standingAfter("publish --json --model", model)).isEqualTo("dalnet-1 ACTIVE 1");

    assertThat(run("models rollback").err().lines())
        .singleElement()
        .asString()
        .startsWith("Expected an ACTIVE model out of force, but those are []");
    assertThat(run("models rollback dalnet-1").exitCode()).isEqualTo(1);
    assertThat(records("models")).hasSize(1);
  }

  @Test
  void shouldAnnounceNoPackageThatIsDamagedOrNoEncoder() throws Exception {
    Path damaged = TinyModel.write(folder.resolve("damaged"), "dalnet-1");
    Files.write(damaged.resolve("photo.onnx"), new byte[1], StandardOpenOption.APPEND);
    Path misshapen = TinyModel.write(folder.resolve("misshapen"), "dalnet-1", 7);

    CommandRun first = run("publish --model", damaged.toString());
    CommandRun second = run("publish --model", misshapen.toString());

    assertThat(first.exitCode()).isEqualTo(1);
    assertThat(first.err().lines()).singleElement().asString().contains("'photo.onnx'", "SHA-256");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err().lines()).singleElement().asString().contains("shape [1, 7]");
    assertThat(records("models")).isEmpty();
  }

  @Test
  void shouldSayWhichTopicIsMissing() throws Exception {
    delete("alerts");

    CommandRun run = run("alerts");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("Topic 'alerts' does not exist", "sketchwatch topics create");
  }

  private static void deleteAll() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.deleteTopics(admin.listTopics().names().get()).all().get();
      await().until(() -> admin.listTopics().names().get().isEmpty());
    }
  }

  private static void delete(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.deleteTopics(List.of(topic)).all().get();
      await().until(() -> !admin.listTopics().names().get().contains(topic));
    }
  }

  private static String stateAfter(String words, String... more) throws Exception {
    CommandRun run = run(words, more);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode line = run.json().get(0);
    return line.get("version").asLong() + " " + line.get("state").asText();
  }

  private static String standingAfter(String words, Path... more) throws Exception {
    CommandRun run = run(words, Stream.of(more).map(Path::toString).toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return standing(run.json().get(0));
  }

  private static String standing(JsonNode model) {
    return Stream.of("modelId", "state", "epoch")
        .map(field -> model.get(field).asText())
        .collect(joining(" "));
  }

  private static CommandRun run(String words, String... more) {
    return CommandRun.of(
        Stream.of(
                Stream.of(words.split(" ")),
                Stream.of(more),
                Stream.of("--kafka", broker.bootstrapServers()))
            .flatMap(s -> s)
            .toArray(String[]::new));
  }

  private static Instant at(String seconds) {
    return Instant.parse("2026-03-01T08:00:" + seconds + "Z");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void send(ProducerRecord<byte[], byte[]> record) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }

  private static List<Frame> frames() {
    FrameDeserializer deserializer = new FrameDeserializer(FrameDeserializer.MAX_CONTENT_BYTES);
    return records("frames").stream().map(r -> deserializer.parse(r).frame()).toList();
  }

  private static byte[] lastValue(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = records(topic);
    return records.get(records.size() - 1).value();
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers())),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
