package io.sketchwatch.jobs.live;

import static io.sketchwatch.jobs.live.LiveJobOnKafka.THRESHOLD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.jobs.kafka.CropReader;
import io.sketchwatch.jobs.topic.Topic;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One story, told to the production job by Kafka, and what the job has to say of it. Queries come
 * before, while and after people pass; the job has ended when it is asked.
 */
@Timeout(300)
class LiveMatchingKafkaITCase {

  private static final int PARALLELISM = 2;

  private static final Color RED = BlockWorld.hue(0, 12);
  private static final Color YELLOW = BlockWorld.hue(2, 12);
  private static final Color BLUE = BlockWorld.hue(8, 12);
  private static final Color NOBODY = BlockWorld.hue(5, 12);

  /** Near enough to yellow to alert, but a worse score. */
  private static final Color ALMOST_YELLOW = Color.getHSBColor(2 / 12f + 0.01f, 0.9f, 0.9f);

  /** Cut off by the left edge of the frame, which makes a poor first shot. */
  private static final int IN_THE_DOOR = -15;

  private static LiveJobOnKafka job;
  private static ProducerRecord<byte[], byte[]> shotFrame;
  private static RecordOrigin shotOrigin;

  @BeforeAll
  static void tellTheStory(@TempDir Path savepoints) throws Exception {
    job = new LiveJobOnKafka(PARALLELISM, new Configuration());
    BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
    BlockCamera yard = new BlockCamera("yard", BlockWorld.START);

    job.watchFor("red-at-gate", RED, List.of("gate"));
    job.watchFor("red-before", RED, null);
    job.watchFor("blue-withdrawn", BLUE, null);
    crossInRed(gate);
    job.send(yard.crossing(RED));
    job.send(gate.crossing(BLUE));
    job.awaitPeople(3);
    job.watchFor("red-after", RED, null);
    job.watchFor("red-at-yard", RED, List.of("yard"));

    standInTheDoor(yard);
    job.awaitPeople(4);
    job.watchFor("yellow-around", YELLOW, null);
    walkIn(yard);
    job.awaitAlerts("yellow-around", 2);

    job.awaitAlerts("blue-withdrawn", 1);
    job.withdraw("blue-withdrawn");
    job.watchFor(job.neighbourOf("blue-withdrawn"), NOBODY, null);
    job.send(gate.crossing(BLUE));
    job.awaitPeople(5);
    job.drain(savepoints);
  }

  /** Notes the frame that the shot is taken from: the third, when a tracklet is confirmed. */
  private static void crossInRed(BlockCamera camera) throws Exception {
    List<ProducerRecord<byte[], byte[]>> crossing = camera.crossing(RED);
    shotFrame = crossing.get(2);
    for (int i = 0; i < crossing.size(); i++) {
      RecordOrigin origin = job.send(crossing.get(i));
      shotOrigin = i == 2 ? origin : shotOrigin;
    }
  }

  private static void standInTheDoor(BlockCamera camera) throws Exception {
    camera.arrive();
    for (int i = 0; i < 3; i++) {
      job.send(camera.frame(IN_THE_DOOR, ALMOST_YELLOW));
    }
  }

  /** Late enough for another shot. */
  private static void walkIn(BlockCamera camera) throws Exception {
    for (int i = 0; i < 20; i++) {
      job.send(camera.frame(IN_THE_DOOR, ALMOST_YELLOW));
    }
    for (int step = 1; step < 5; step++) {
      job.send(camera.frame(IN_THE_DOOR + step * BlockWorld.STRIDE, YELLOW));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @Test
  void shouldAlertOnlyOnTheCamerasOfAQuery() throws Exception {
    assertThat(job.alerts("red-at-gate")).extracting(Alert::cameraId).containsExactly("gate");
    assertThat(job.alerts("red-at-yard")).extracting(Alert::cameraId).containsExactly("yard");
  }

  @Test
  void shouldFindWhoPassedBeforeTheQueryAndWhoPassesAfterIt() throws Exception {
    assertThat(job.alerts("red-before"))
        .extracting(Alert::cameraId)
        .containsExactlyInAnyOrder("gate", "yard");
    assertThat(job.alerts("red-before")).extracting(Alert::phase).containsOnly(Phase.LIVE);
    assertThat(job.alerts("red-after"))
        .extracting(Alert::trackletId)
        .containsExactlyInAnyOrderElementsOf(
            job.alerts("red-before").stream().map(Alert::trackletId).toList());
    assertThat(job.alerts("red-after")).extracting(Alert::phase).containsOnly(Phase.PAST);
  }

  @Test
  void shouldReviseOneAlertOfAPersonSeenBeforeAndAfterTheQuery() throws Exception {
    List<Alert> alerts = job.alerts("yellow-around");

    assertThat(alerts).extracting(Alert::phase).containsExactly(Phase.PAST, Phase.LIVE);
    assertThat(alerts).extracting(Alert::revision).containsExactly(0, 1);
    assertThat(alerts).extracting(Alert::alertId).containsOnly(alerts.get(0).alertId());
    assertThat(alerts.get(1).shots()).hasSize(2);
  }

  @Test
  void shouldSayInAnAlertWhoWasSeenWhereAndWhen() throws Exception {
    Alert alert = job.alerts("red-at-gate").get(0);

    String trackletId = "gate/f0/0";
    Instant shot = BlockWorld.START.plusMillis(5_300);
    assertThat(alert.alertId()).isEqualTo(AlertIds.alertId("red-at-gate", trackletId));
    assertThat(alert.queryVersion()).isEqualTo(1);
    assertThat(alert.trackletId()).isEqualTo(trackletId);
    assertThat(alert.modelId()).isEqualTo(BlockWorld.MODEL);
    assertThat(alert.firstSeen()).isEqualTo(BlockWorld.START.plusMillis(5_100));
    assertThat(alert.lastSeen()).isEqualTo(shot);
    assertThat(alert.box())
        .isEqualTo(
            new Box(
                BlockWorld.ENTRANCE + 2 * BlockWorld.STRIDE,
                BlockWorld.BLOCK_TOP,
                BlockWorld.BLOCK_WIDTH,
                BlockWorld.BLOCK_HEIGHT));
    assertThat(alert.score()).isCloseTo(1, within(1e-4));
    assertThat(alert.threshold()).isEqualTo(THRESHOLD);
    assertThat(alert.exemplar()).isEqualTo("sketch");
    assertThat(alert.rank()).isEqualTo(1);
    assertThat(alert.shots()).containsExactly(new Alert.ShotScore(0, shot, alert.score()));
  }

  @Test
  void shouldNameTheFrameAndTheCropOfAnAlert() throws Exception {
    Alert alert = job.alerts("red-at-gate").get(0);

    assertThat(alert.frame().frameId()).isEqualTo("f2");
    assertThat(
            new RecordOrigin(
                alert.frame().topic(), alert.frame().partition(), alert.frame().offset()))
        .isEqualTo(shotOrigin);
    assertThat(alert.frame().sha256()).isEqualTo(Sha256.hex(shotFrame.value()));
    assertThat(crop(alert).height()).isEqualTo(BlockWorld.BLOCK_HEIGHT);
    assertThat(crop(alert).width()).isEqualTo(BlockWorld.BLOCK_WIDTH);
  }

  @Test
  void shouldSendAlertsBySchemaWithCropsThatLookLikeTheSketch() throws Exception {
    JsonSchema schema = alertSchema();
    for (ConsumerRecord<byte[], byte[]> record : job.records(Topic.ALERTS)) {
      assertThat(schema.validate(new String(record.value(), UTF_8), InputFormat.JSON)).isEmpty();
    }
    for (Alert alert : job.alerts("red-before")) {
      Embedding seen = hue(crop(alert));
      assertThat(seen.score(hue(ImageCodec.decode(BlockWorld.sketch(RED)))))
          .isGreaterThan(THRESHOLD);
    }
  }

  @Test
  void shouldReportAQueryFromItsAcceptanceToItsWithdrawal() throws Exception {
    assertThat(job.statuses("blue-withdrawn"))
        .extracting(QueryStatus::status)
        .startsWith(Status.ACCEPTED)
        .endsWith(Status.ACTIVE, Status.WITHDRAWN);

    List<QueryStatus> found = job.statuses("red-after");
    QueryStatus last = found.get(found.size() - 1);
    assertThat(last.status()).isEqualTo(Status.ACTIVE);
    assertThat(last.progress()).isEqualTo(1);
    assertThat(last.sightingsSearched()).isEqualTo(3);
    assertThat(last.threshold()).isEqualTo(THRESHOLD);
    assertThat(last.models()).containsExactly(BlockWorld.MODEL);
  }

  @Test
  void shouldNotAlertAfterAWithdrawal() throws Exception {
    assertThat(job.alerts("blue-withdrawn")).hasSize(1);
    Instant seen = job.alerts("blue-withdrawn").get(0).firstSeen();
    assertThat(job.alerts("everyone"))
        .as("the blue one came back")
        .anySatisfy(
            alert -> {
              assertThat(alert.cameraId()).isEqualTo("gate");
              assertThat(alert.firstSeen()).isAfter(seen);
            });
  }

  private static Embedding hue(Image picture) {
    try (var encoder = new BlockWorld.HueEncoder()) {
      return encoder.embed(Modality.PHOTO, List.of(picture)).get(0);
    }
  }

  private static Image crop(Alert alert) throws Exception {
    Matcher uri =
        Pattern.compile("kafka:([^/]+)/(\\d+)/(\\d+)\\?sha256=(\\p{XDigit}{64})")
            .matcher(alert.crop().uri());
    assertThat(uri.matches()).as(alert.crop().uri()).isTrue();
    CropReference reference =
        new CropReference(
            uri.group(1),
            Integer.parseInt(uri.group(2)),
            Long.parseLong(uri.group(3)),
            uri.group(4));
    try (CropReader crops = new CropReader(job.connection(), Duration.ofSeconds(20))) {
      return ImageCodec.decode(crops.read(reference));
    }
  }

  private static JsonSchema alertSchema() {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(
            LiveMatchingKafkaITCase.class.getResourceAsStream("/schema/alert.schema.json"),
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
  }
}
