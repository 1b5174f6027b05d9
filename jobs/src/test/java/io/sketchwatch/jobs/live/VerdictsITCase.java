package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.jobs.codec.AlertJson;
import io.sketchwatch.jobs.codec.ExemplarRecords;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.verdict.ExemplarUpdate;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of alerts that analysts judge, told to the production job by Kafka, to which it
 * delivers exactly once: its exemplars come back to it when they are committed.
 */
@Timeout(300)
class VerdictsITCase {

  private static final Color RED = hue(0);
  private static final Color BLUE = hue(240);

  /** Alike enough for the sketch in red. */
  private static final Color REDDISH = hue(6);

  /** Too unlike that sketch, but alike enough for a photo in the colour before. */
  private static final Color ORANGE = hue(11);

  private static LiveJobOnKafka job;
  private static Alert confirmed;
  private static Alert rejected;
  private static RecordOrigin bad;
  private static long revokedAt;

  @BeforeAll
  static void judge(@TempDir Path savepoints) throws Exception {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.DELIVERY, DeliveryGuarantee.EXACTLY_ONCE);
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    job = new LiveJobOnKafka(2, options);
    BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
    BlockCamera yard = new BlockCamera("yard", BlockWorld.START);
    job.watchFor("red", RED, null);
    job.watchFor("blue", BLUE, null);
    String witness = job.neighbourOf("blue");
    job.watchFor(witness, BLUE, null);

    job.send(gate.crossing(REDDISH));
    job.send(yard.crossing(BLUE));
    job.awaitAlerts("red", 1);
    job.awaitAlerts(witness, 1);
    confirmed = job.alerts("red").get(0);
    rejected = job.alerts("blue").get(0);

    job.judge(confirmed, Decision.CONFIRM);
    job.send(yard.crossing(ORANGE));
    job.awaitAlerts("red", 2);

    job.judge(rejected, Decision.REJECT);
    bad = job.send(LiveJobOnKafka.verdictRecord(rejected.alertId(), "{}".getBytes(UTF_8)));
    job.awaitDeadLetter(bad);
    job.send(gate.crossing(BLUE));
    job.awaitAlerts(witness, 2);

    revokedAt = System.currentTimeMillis();
    job.judge(rejected, Decision.REVOKE);
    job.awaitAlerts("blue", 2);
    job.judge(confirmed, Decision.REVOKE);
    job.awaitRecords(Topic.EXEMPLARS, 3);
    job.drain(savepoints);
  }

  private static Color hue(int degrees) {
    return Color.getHSBColor(degrees / 360f, 0.9f, 0.9f);
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @Test
  void shouldSayInALaterAlertThatTheConfirmedPhotoFoundIt() throws Exception {
    assertThat(job.alerts("red")).hasSize(2);
    Alert found = job.alerts("red").get(1);

    assertThat(confirmed.exemplar()).isEqualTo("sketch");
    assertThat(found.cameraId()).isEqualTo("yard");
    assertThat(found.exemplar()).isEqualTo("gate/" + confirmed.trackletId() + "/0");
    assertThat(found.alertId()).isEqualTo(AlertIds.alertId("red", found.trackletId()));
    assertThat(found.threshold()).isGreaterThan(confirmed.threshold());
  }

  @Test
  void shouldHideTheLikeOfARejectedPersonUntilThatIsRevoked() throws Exception {
    List<Long> sentAt = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : job.records(Topic.ALERTS)) {
      if (AlertJson.decode(record.value()).queryId().equals("blue")) {
        sentAt.add(record.timestamp());
      }
    }

    assertThat(job.alerts("blue")).extracting(Alert::cameraId).containsExactly("yard", "gate");
    assertThat(sentAt.get(1)).isGreaterThanOrEqualTo(revokedAt);
  }

  @Test
  void shouldTakeTheConfirmedPhotoBackWhenThatIsRevoked() throws Exception {
    List<ExemplarUpdate> updates = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : job.records(Topic.EXEMPLARS)) {
      ExemplarUpdate update = ExemplarRecords.read(record);
      if (update.alertId().equals(confirmed.alertId())) {
        updates.add(update);
      }
    }

    assertThat(updates).hasSize(2);
    assertThat(updates.get(0).exemplar().modelId()).isEqualTo(BlockWorld.MODEL);
    assertThat(updates.get(1).exemplar()).isNull();
  }

  @Test
  void shouldMakeADeadLetterOfABadVerdict() throws Exception {
    assertThat(job.deadLetters())
        .filteredOn(letter -> letter.origin().equals(bad))
        .extracting(DeadLetter::stage)
        .containsExactly(Stages.VERDICT_SOURCE);
  }
}
