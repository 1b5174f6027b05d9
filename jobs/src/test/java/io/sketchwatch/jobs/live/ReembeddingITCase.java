package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.model.InputSpec.Channels;
import io.sketchwatch.core.model.ModelAnnouncement.State;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.jobs.codec.SightingCodec;
import io.sketchwatch.jobs.demo.EmbeddedFlink;
import io.sketchwatch.jobs.reembed.KafkaReembedding;
import io.sketchwatch.jobs.reembed.ReembeddingModel;
import io.sketchwatch.jobs.reembed.ReembeddingOffsets;
import io.sketchwatch.jobs.reembed.ReembeddingReport;
import io.sketchwatch.jobs.reembed.ReembeddingRun;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.embedding.OnnxEncoderFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * People who were seen under one model, embedded anew with another beside the running production
 * job: by a run that fails, one that goes on, one that has nothing to do, and one that does it all
 * once more.
 */
@Timeout(300)
class ReembeddingITCase {

  private static final int HUES = 4;
  private static final int PARALLELISM = 2;
  private static final String FORMER = "hue-2";
  private static final String OTHER = "hue-3";

  private static LiveJobOnKafka job;
  private static ReembeddingModel model;
  private static List<Sighting> seen;
  private static RecordOrigin noSighting;
  private static RecordOrigin noPicture;
  private static ReembeddingReport goingOn;
  private static ReembeddingReport nothingLeft;
  private static ReembeddingReport onceMore;

  @BeforeAll
  static void embedAnew(@TempDir Path folder) throws Exception {
    job = new LiveJobOnKafka(PARALLELISM, new Configuration());
    BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
    BlockCamera yard = new BlockCamera("yard", BlockWorld.START);
    bring(HuePackage.at(folder, FORMER, Channels.RGB), FORMER, 10);
    for (int hue = 0; hue < HUES; hue++) {
      job.send(gate.crossing(BlockWorld.hue(hue, HUES)));
      job.send(yard.crossing(BlockWorld.hue(hue, HUES)));
    }
    job.awaitPeople(2 * HUES);
    bring(HuePackage.at(folder, OTHER, Channels.BGR), OTHER, 11);
    seen = job.sightings();
    addWhatCanNotBeEmbedded();

    model =
        new ReembeddingModel(
            OTHER,
            new OnnxEncoderFactory(folder.resolve(OTHER) + "", InferenceEngine.ONNX_RUNTIME));
    failAfter(seen.size() / 2);
    goingOn = run();
    nothingLeft = run();
    forgetWhatIsDone();
    onceMore = run();

    overwriteOneWithAnotherHue();
    awaitAllReembedded();
    endFormerModel();
    job.watchFor("late", BlockWorld.hue(1, HUES), null);
    job.awaitAlerts("late", 2);
    gate.rest(Duration.ofMinutes(5));
    yard.rest(Duration.ofMinutes(5));
    job.send(gate.crossing(BlockWorld.hue(0, HUES)));
    job.send(yard.crossing(BlockWorld.hue(0, HUES)));
    job.awaitCoverage(List.of("gate", "yard"));
    job.drain(folder.resolve("savepoints"));
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @Test
  void shouldFindThePastUnderTheModelThatItIsEmbeddedAnewWith() throws Exception {
    assertThat(job.alerts("late")).extracting(Alert::modelId).containsOnly(OTHER);
    assertThat(job.alerts("late")).extracting(Alert::phase).containsOnly(Alert.Phase.PAST);
    assertThat(job.alerts("late"))
        .extracting(Alert::cameraId)
        .containsExactlyInAnyOrder("gate", "yard");
  }

  @Test
  void shouldHoldEachShotOnceHoweverOftenItIsEmbedded() throws Exception {
    assertThat(reembedded()).hasSizeGreaterThan(2 * seen.size());
    assertThat(lastStatus("late").sightingsSearched()).isEqualTo(seen.size());
  }

  @Test
  void shouldGoOnAfterAFailureAndDoNothingWhenAllIsDone() throws Exception {
    Set<String> shots = seen.stream().map(Sighting::key).collect(toSet());

    assertThat(goingOn).isEqualTo(new ReembeddingReport(OTHER, seen.size(), 0, 0, 1, 1, 1));
    assertThat(nothingLeft).isEqualTo(new ReembeddingReport(OTHER, 0, 0, 0, 0, 0, 0));
    assertThat(onceMore).isEqualTo(goingOn);
    assertThat(reembedded())
        .allSatisfy(sighting -> assertThat(sighting.modelId()).isEqualTo(OTHER))
        .extracting(Sighting::key)
        .containsOnlyElementsOf(shots)
        .containsAll(shots);
  }

  @Test
  void shouldMakeDeadLettersOfWhatCanNotBeRead() throws Exception {
    assertThat(job.deadLetters())
        .filteredOn(letter -> letter.origin().equals(noSighting))
        .isNotEmpty()
        .extracting(DeadLetter::stage)
        .containsOnly(Stages.SIGHTING_SOURCE);
    assertThat(job.deadLetters())
        .filteredOn(letter -> letter.origin().equals(noPicture))
        .isNotEmpty()
        .extracting(DeadLetter::stage)
        .containsOnly(Stages.REEMBED_SIGHTINGS);
  }

  private static void bring(HuePackage made, String modelId, long epoch) throws Exception {
    job.announce(made.announced(State.ACTIVE, epoch));
    assertThat(job.awaitModel(modelId, epoch).state()).isEqualTo(ModelStatus.State.LOADED);
  }

  /** No sighting at all, one without a crop, one whose crop is gone, one of no picture. */
  private static void addWhatCanNotBeEmbedded() throws Exception {
    noSighting = job.send(new ProducerRecord<>("sightings", 0, bytes("k"), bytes("no sighting")));
    noPicture = job.send(new ProducerRecord<>("crops", 0, bytes("k"), bytes("no picture")));
    CropReference none = new CropReference("crops", 0, 0, Sha256.hex(bytes("gone")));
    CropReference broken =
        new CropReference("crops", 0, noPicture.offset(), Sha256.hex(bytes("no picture")));
    job.send(sighting(Topic.SIGHTINGS, stranger("without", null)));
    job.send(sighting(Topic.SIGHTINGS, stranger("gone", none)));
    job.send(sighting(Topic.SIGHTINGS, stranger("broken", broken)));
  }

  private static Sighting stranger(String trackletId, CropReference crop) {
    Sighting any = seen.get(0);
    return new Sighting(
        any.cameraId(),
        trackletId,
        0,
        any.firstSeen(),
        any.lastSeen(),
        any.box(),
        any.quality(),
        any.frame(),
        FORMER,
        any.embedding(),
        crop);
  }

  private static ProducerRecord<byte[], byte[]> sighting(Topic topic, Sighting sighting) {
    return new ProducerRecord<>(
        topic.topicName(), 0, bytes(sighting.key()), SightingCodec.encode(sighting));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Configuration options() {
    Configuration options = new Configuration();
    options.set(CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
    return options;
  }

  /** Before its first checkpoint: nothing counts as done. */
  private static void failAfter(int sightings) throws Exception {
    Configuration options = options();
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
    try (ReembeddingOffsets offsets = new ReembeddingOffsets(job.connection(), OTHER);
        EmbeddedFlink flink = EmbeddedFlink.start(PARALLELISM)) {
      StreamGraph graph =
          new KafkaReembedding(job.connection(), model, List.of(), options).graph(offsets.ends());
      FailOnce.arm(graph, Stages.REEMBED_SIGHTINGS, 0, sightings);
      assertThat(flink.result(flink.submit(graph)).get().isSuccess()).isFalse();
      assertThat(FailOnce.hasFailed(Stages.REEMBED_SIGHTINGS)).isTrue();
    }
  }

  private static ReembeddingReport run() throws Exception {
    return new ReembeddingRun(job.connection(), model, List.of(), options())
        .run((done, total) -> {});
  }

  /** What is embedded again comes to the same sightings. */
  private static void forgetWhatIsDone() throws Exception {
    try (Admin admin = Admin.create(job.connection().properties())) {
      admin.deleteConsumerGroups(List.of("sketchwatch-reembed-" + OTHER)).all().get();
    }
  }

  /** Somebody else's embedding under the name of a shot that the gallery has. */
  private static void overwriteOneWithAnotherHue() throws Exception {
    List<Sighting> ofOther = reembedded();
    Sighting victim = ofOther.get(0);
    Sighting unlike =
        ofOther.stream()
            .filter(other -> other.embedding().score(victim.embedding()) < 0.5)
            .findFirst()
            .orElseThrow();
    job.send(sighting(Topic.REEMBEDDED_SIGHTINGS, victim.embeddedBy(OTHER, unlike.embedding())));
    RecordOrigin bad =
        job.send(new ProducerRecord<>("reembedded-sightings", 0, bytes("k"), bytes("none")));
    job.awaitDeadLetter(bad);
  }

  /** Asks until a search under both models meets each shot under both. */
  private static void awaitAllReembedded() {
    AtomicInteger asked = new AtomicInteger();
    await("all shots under both models")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              String probe = "probe-" + asked.incrementAndGet();
              job.watchFor(probe, BlockWorld.hue(0, HUES), null);
              return lastStatus(probe).sightingsSearched() >= 2L * seen.size();
            });
  }

  private static void endFormerModel() throws Exception {
    job.send(new ProducerRecord<>("models", bytes(FORMER), null));
    assertThat(job.awaitModel(FORMER, 0).state()).isEqualTo(ModelStatus.State.RETIRED);
  }

  private static QueryStatus lastStatus(String queryId) throws Exception {
    List<QueryStatus> statuses = job.statuses(queryId);
    return statuses.get(statuses.size() - 1);
  }

  private static List<Sighting> reembedded() throws Exception {
    List<Sighting> sightings = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : job.records(Topic.REEMBEDDED_SIGHTINGS)) {
      if (!new String(record.key(), UTF_8).equals("k")) {
        sightings.add(SightingCodec.decode(record.value()));
      }
    }
    return sightings;
  }
}
