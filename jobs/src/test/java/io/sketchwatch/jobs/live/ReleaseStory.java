package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.model.InputSpec.Channels;
import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelAnnouncement.State;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.core.query.Authority;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.jobs.codec.AuditJson;
import io.sketchwatch.jobs.codec.ErasureJson;
import io.sketchwatch.jobs.codec.SightingCodec;
import io.sketchwatch.jobs.topic.Topic;
import java.awt.Color;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What happens before a release's savepoint is taken: something of each kind that is kept in state.
 *
 * <p>It takes less than {@link SavepointRestoreITCase#AFTERWARDS} of event time, so that coverage
 * stays open. State that expires by the wall clock is held for a century: a savepoint gets old.
 */
final class ReleaseStory {

  /** The case whose audit goes on. */
  static final String CASE = "2026/118";

  static final String MODEL = "hue-2";

  static final Color RED = hue(0);

  /** Too unlike a sketch in red, but alike enough for a photo in the colour before. */
  static final Color ORANGE = hue(11);

  static final Color YELLOW = hue(60);
  static final Color GREEN = hue(120);
  static final Color BLUE = hue(240);
  static final Color MAGENTA = hue(300);

  /** Each is filled by one of the cameras: one without frames would hold event time back. */
  static final int PARTITIONS = 4;

  /** Alike enough for the sketch in red. */
  private static final Color REDDISH = hue(6);

  private static final int BYSTANDERS = 150;

  private final LiveJobOnKafka job;
  private final BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
  private final BlockCamera dock = new BlockCamera("dock", BlockWorld.START);
  private final BlockCamera door = new BlockCamera("door", BlockWorld.START);
  private final BlockCamera yard = new BlockCamera("yard", BlockWorld.START);

  private ReleaseStory(LiveJobOnKafka job) {
    this.job = job;
  }

  private static Color hue(int degrees) {
    return Color.getHSBColor(degrees / 360f, 0.9f, 0.9f);
  }

  /** Of the job before and after, with this state backend. */
  static Configuration options(String stateBackend) {
    Configuration options = new Configuration();
    options.set(StateBackendOptions.STATE_BACKEND, stateBackend);
    options.set(LiveMatchingOptions.GALLERY_RETENTION, Duration.ofDays(36_500));
    return options;
  }

  /** Writes the savepoint of the job as it is now. */
  static void save(SavedRelease release, Path savepoints) throws Exception {
    Files.createDirectories(release.folder());
    Configuration options = options("rocksdb");
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    options.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
    try (LiveJobOnKafka job = LiveJobOnKafka.goingOn(2, PARTITIONS, options, topics -> {})) {
      ReleaseStory story = new ReleaseStory(job);
      story.tell(release);
      SavedRelease.Notes notes = story.notes();
      job.awaitCheckpoints(2);
      Path savepoint = Path.of(URI.create(job.stop(savepoints)));
      Files.createDirectories(release.savepoint());
      Files.copy(savepoint.resolve("_metadata"), release.savepoint().resolve("_metadata"));
      assertThat(savepoint).as("self-contained").isDirectoryNotContaining("glob:**/[!_]*");
      release.write(notes);
    }
  }

  private void tell(SavedRelease release) throws Exception {
    ask("everyone", YELLOW, -1.0, null, 0, null);
    serveModel(release);
    ask("cool", RED, LiveJobOnKafka.THRESHOLD, null, Duration.ofHours(1).toMillis(), null);
    ask("blue", BLUE, LiveJobOnKafka.THRESHOLD, null, 0, CASE);
    ask("witness", BLUE, LiveJobOnKafka.THRESHOLD, null, 0, null);
    ask("photo", RED, LiveJobOnKafka.THRESHOLD, null, 0, null);
    job.send(yard.crossing(BLUE));
    job.send(door.crossing(GREEN));
    job.send(dock.crossing(REDDISH));
    job.awaitPeople(3);
    judge();
    eraseDoor();
    calibrate();
    job.send(gate.crossing(RED));
    for (BlockCamera camera : List.of(gate, dock, door, yard)) {
      job.send(camera.crossing(YELLOW));
    }
    job.awaitAlerts("cool", 2);
  }

  private void ask(
      String id, Color hue, Double threshold, Double budget, long cooldown, String reference)
      throws Exception {
    Query plain = LiveJobOnKafka.aQuery(id, hue, null, 0);
    job.ask(
        new Query(
            id,
            1,
            Query.State.ACTIVE,
            plain.sketch(),
            null,
            null,
            null,
            null,
            threshold,
            budget,
            cooldown,
            reference == null ? null : new Authority(reference, "missing person", "desk 4")));
    job.awaitStatus(id, Status.ACTIVE);
  }

  private void serveModel(SavedRelease release) throws Exception {
    ModelAnnouncement made =
        HuePackage.at(release.folder(), MODEL, Channels.RGB).announced(State.ACTIVE, 10);
    job.announce(
        new ModelAnnouncement(
            MODEL,
            SavedReleaseFileSystem.uri(release, MODEL),
            made.sha256(),
            made.state(),
            made.epoch(),
            made.activeFrom()));
    assertThat(job.awaitModel(MODEL, 10).state()).isEqualTo(ModelStatus.State.LOADED);
  }

  /** Confirms one and rejects one; a later record that is refused tells that both were taken. */
  private void judge() throws Exception {
    job.awaitAlerts("photo", 1);
    job.awaitAlerts("blue", 1);
    job.judge(job.alerts("photo").get(0), Decision.CONFIRM);
    job.send(dock.crossing(ORANGE));
    job.awaitAlerts("photo", 2);
    job.judge(job.alerts("blue").get(0), Decision.REJECT);
    job.awaitDeadLetter(job.send(LiveJobOnKafka.verdictRecord("no-alert", "{}".getBytes(UTF_8))));
  }

  private void eraseDoor() throws Exception {
    Instant now = Instant.now();
    Erasure erasure = new Erasure("erasure-1", "door", null, null, now, now);
    job.send(
        new ProducerRecord<>(
            Topic.ERASURES.topicName(),
            erasure.erasureId().getBytes(UTF_8),
            ErasureJson.encode(erasure)));
    job.awaitRecords(Topic.ERASURE_STATUS, 1);
  }

  /** Many people of the past, embedded anew, give a query with a budget its threshold. */
  private void calibrate() throws Exception {
    int before = (int) job.alerts("everyone").stream().map(Alert::trackletId).distinct().count();
    Random random = new Random(1);
    for (int i = 0; i < BYSTANDERS; i++) {
      Sighting bystander = bystander(i, random);
      job.send(
          new ProducerRecord<>(
              Topic.REEMBEDDED_SIGHTINGS.topicName(),
              bystander.key().getBytes(UTF_8),
              SightingCodec.encode(bystander)));
    }
    job.awaitPeople(before + BYSTANDERS);
    ask("budget", MAGENTA, null, 1000.0, 0, null);
    int past = job.alerts("budget").size();
    job.send(dock.crossing(MAGENTA));
    job.awaitAlerts("budget", past + 1);
  }

  private static Sighting bystander(int number, Random random) {
    float[] direction = new float[3];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) random.nextGaussian();
    }
    String hash = Sha256.hex("bystander %d".formatted(number).getBytes(UTF_8));
    return new Sighting(
        "dock",
        "dock/b%d/0".formatted(number),
        0,
        BlockWorld.START.plusMillis(number),
        BlockWorld.START.plusMillis(number),
        new Box(0, 0, BlockWorld.BLOCK_WIDTH, BlockWorld.BLOCK_HEIGHT),
        0.5,
        new FrameReference("frames", 1, number, "b" + number, hash),
        MODEL,
        Embedding.normalised(direction),
        new CropReference("crops", 1, number, hash));
  }

  private SavedRelease.Notes notes() throws Exception {
    return SavedRelease.Notes.of(
        scores(job.alerts("witness")),
        last(job.alerts("budget")),
        job.records(Topic.FRAMES).stream()
            .filter(record -> new String(record.key(), UTF_8).equals("gate"))
            .count(),
        last(audit(job)),
        ends());
  }

  private Map<String, List<Long>> ends() {
    Map<String, List<Long>> ends = new TreeMap<>();
    for (Topic topic :
        EnumSet.of(
            Topic.FRAMES,
            Topic.QUERIES,
            Topic.MODELS,
            Topic.VERDICTS,
            Topic.EXEMPLARS,
            Topic.REEMBEDDED_SIGHTINGS,
            Topic.ERASURES)) {
      Map<Integer, Long> counts =
          job.records(topic).stream()
              .collect(
                  Collectors.groupingBy(
                      ConsumerRecord::partition, TreeMap::new, Collectors.counting()));
      List<Long> byPartition = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        byPartition.add(counts.getOrDefault(partition, 0L));
      }
      ends.put(topic.topicName(), byPartition);
    }
    return ends;
  }

  /** The best of each tracklet. */
  static Map<String, Double> scores(List<Alert> alerts) {
    return alerts.stream().collect(toMap(Alert::trackletId, Alert::score, Math::max, TreeMap::new));
  }

  /** The records of the case, in order. */
  static List<AuditRecord> audit(LiveJobOnKafka job) throws Exception {
    List<AuditRecord> ofCase = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : job.records(Topic.AUDIT)) {
      AuditRecord read = AuditJson.decode(record.value());
      if (read.reference().equals(CASE)) {
        ofCase.add(read);
      }
    }
    ofCase.sort(Comparator.comparingLong(AuditRecord::seq));
    return ofCase;
  }

  static <T> T last(List<T> values) {
    return values.get(values.size() - 1);
  }
}
