package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.jobs.topic.Topic;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The production job where nothing is kept of people whom no query has matched. */
@Timeout(300)
class ZeroRetentionITCase {

  private static final Color WANTED = BlockWorld.hue(0, 360);

  /** Too unlike that sketch, but alike enough for a photo in a hue between. */
  private static final Color LIKE_THE_PHOTO = BlockWorld.hue(11, 360);

  private static LiveJobOnKafka job;
  private static String witness;
  private static Alert before;
  private static Alert confirmed;
  private static String hidden;

  @BeforeAll
  static void watch(@TempDir Path savepoints) throws Exception {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.RETENTION_MODE, RetentionMode.ZERO);
    job = new LiveJobOnKafka(2, options);
    BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
    BlockCamera yard = new BlockCamera("yard", BlockWorld.START);
    job.watchFor("early", WANTED, null);
    witness = job.neighbourOf("early");
    job.watchFor(witness, WANTED, null);
    job.send(gate.crossing(WANTED));
    job.awaitAlerts("early", 1);
    before = job.alerts("early").get(0);

    job.watchFor("late", WANTED, null);
    job.send(gate.crossing(BlockWorld.hue(6, 360)));
    job.awaitAlerts("late", 1);
    confirmed = job.alerts("late").get(0);
    job.judge(confirmed, Decision.CONFIRM);
    awaitFoundByThePhoto(yard);

    job.awaitTracklets(witness, 2);
    job.judge(before, Decision.REJECT);
    job.awaitDeadLetter(
        job.send(LiveJobOnKafka.verdictRecord(before.alertId(), "{}".getBytes(UTF_8))));
    job.send(yard.crossing(WANTED));
    job.awaitTracklets(witness, 3);
    hidden = job.tracklets(witness).get(2);
    job.drain(savepoints);
  }

  /** The photo finds those alone who come once it is on the watchlist, so somebody must. */
  private static void awaitFoundByThePhoto(BlockCamera camera) {
    await("alert by the confirmed photo")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              job.send(camera.crossing(LIKE_THE_PHOTO));
              return job.alerts("late").stream().anyMatch(ZeroRetentionITCase::isByPhoto);
            });
  }

  private static boolean isByPhoto(Alert alert) {
    return !alert.exemplar().equals("sketch");
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @Test
  void shouldAlertOnWhoComesByFrameWithoutACrop() throws Exception {
    assertThat(job.alerts("early"))
        .isNotEmpty()
        .allSatisfy(
            alert -> {
              assertThat(alert.phase()).isEqualTo(Alert.Phase.LIVE);
              assertThat(alert.frame().topic()).isEqualTo(Topic.FRAMES.topicName());
              assertThat(alert.box().width()).isPositive();
              assertThat(alert.crop()).isNull();
            });
  }

  @Test
  void shouldStoreNeitherSightingsNorCrops() {
    assertThat(job.records(Topic.SIGHTINGS)).isEmpty();
    assertThat(job.records(Topic.CROPS)).isEmpty();
  }

  @Test
  void shouldFindNobodyOfThePastAndSaySo() throws Exception {
    List<QueryStatus> told = job.statuses("late");

    assertThat(job.alerts("late"))
        .extracting(Alert::trackletId)
        .contains(confirmed.trackletId())
        .doesNotContain(before.trackletId());
    assertThat(told.get(told.size() - 1).sightingsSearched()).isZero();
    assertThat(told)
        .extracting(QueryStatus::reason)
        .containsOnly("No gallery is kept: nobody is found who was seen before this version came");
  }

  @Test
  void shouldFindByAConfirmedPhotoWhoComesAfterIt() throws Exception {
    assertThat(job.alerts("late"))
        .filteredOn(ZeroRetentionITCase::isByPhoto)
        .isNotEmpty()
        .allSatisfy(
            alert -> {
              assertThat(alert.cameraId()).isEqualTo("yard");
              assertThat(alert.exemplar()).startsWith("gate/" + confirmed.trackletId());
            });
  }

  @Test
  void shouldHideWhoIsLikeARejectedPerson() throws Exception {
    assertThat(job.tracklets("early")).contains(before.trackletId()).doesNotContain(hidden);
  }
}
