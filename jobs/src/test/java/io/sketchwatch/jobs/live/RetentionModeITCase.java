package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.jobs.topic.Topic;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The production job goes by savepoints from keeping a gallery to keeping nobody, and back; one
 * person comes in each of the three.
 */
@Timeout(300)
class RetentionModeITCase {

  private static final Color WANTED = BlockWorld.hue(0, 360);

  private static LiveJobOnKafka job;
  private static String first;
  private static String second;
  private static String third;
  private static int sightingsBefore;
  private static int cropsBefore;
  private static int sightingsAfter;
  private static int cropsAfter;

  @BeforeAll
  static void changeTwice(@TempDir Path savepoints) throws Exception {
    job = new LiveJobOnKafka(2, LiveJobOnKafka.checkpointingOften());
    BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
    job.watchFor("always", WANTED, null);
    first = cross(gate, "always", 1);

    job.goOn(savepoints, mode(RetentionMode.ZERO));
    sightingsBefore = job.records(Topic.SIGHTINGS).size();
    cropsBefore = job.records(Topic.CROPS).size();
    job.watchFor("meanwhile", WANTED, null);
    second = cross(gate, "always", 2);
    job.awaitAlerts("meanwhile", 1);

    job.goOn(savepoints, mode(RetentionMode.RETAINED));
    sightingsAfter = job.records(Topic.SIGHTINGS).size();
    cropsAfter = job.records(Topic.CROPS).size();
    job.watchFor("again", WANTED, null);
    third = cross(gate, "always", 3);
    job.awaitAlerts("again", 1);
    job.watchFor("afterwards", WANTED, null);
    job.awaitAlerts("afterwards", 1);
    job.drain(savepoints);
  }

  private static Configuration mode(RetentionMode mode) {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.RETENTION_MODE, mode);
    return options;
  }

  /** Has the query's next person cross, and be gone; answers with the tracklet. */
  private static String cross(BlockCamera camera, String queryId, int number) throws Exception {
    job.send(camera.crossing(WANTED));
    job.awaitTracklets(queryId, number);
    job.awaitFramesRead((long) number * BlockWorld.STEPS_TO_CROSS);
    return job.tracklets(queryId).get(number - 1);
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @Test
  void shouldGoOnWatchingInEachMode() throws Exception {
    assertThat(job.tracklets("always")).containsExactly(first, second, third);
    assertThat(job.alerts("always"))
        .allSatisfy(
            alert -> assertThat(alert.crop() == null).isEqualTo(alert.trackletId().equals(second)));
  }

  @Test
  void shouldClearTheGalleryThatItFindsWhereNoneIsKept() throws Exception {
    QueryStatus searched = job.lastStatus("meanwhile");

    assertThat(searched.sightingsSearched()).isZero();
    assertThat(searched.reason()).startsWith("No gallery is kept");
    assertThat(job.tracklets("meanwhile")).doesNotContain(first);
  }

  @Test
  void shouldStoreNothingWhereNobodyIsKept() {
    assertThat(sightingsAfter).isEqualTo(sightingsBefore).isPositive();
    assertThat(cropsAfter).isEqualTo(cropsBefore).isPositive();
  }

  @Test
  void shouldBeginWithAnEmptyGalleryWhereOneIsKeptAgain() throws Exception {
    QueryStatus searched = job.lastStatus("again");

    assertThat(searched.sightingsSearched()).isZero();
    assertThat(searched.reason()).isNull();
    assertThat(job.tracklets("again")).containsExactly(third);
  }

  @Test
  void shouldKeepWhoComesOnceAGalleryIsKeptAgain() throws Exception {
    List<Alert> found = job.alerts("afterwards");

    assertThat(found).extracting(Alert::phase).contains(Phase.PAST);
    assertThat(job.tracklets("afterwards")).containsExactly(third);
  }
}
