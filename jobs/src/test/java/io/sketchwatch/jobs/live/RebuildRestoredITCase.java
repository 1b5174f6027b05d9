package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.operators.Stages;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job with a gallery goes on from its savepoint with the option to rebuild it, then without, and
 * with it once more.
 */
@Timeout(300)
class RebuildRestoredITCase {

  private static final int HUES = 3;
  private static final Color WANTED = BlockWorld.hue(1, HUES);

  private static LiveJobOnKafka job;
  private static long stored;
  private static long readWith;
  private static long readWithout;
  private static long readAgain;

  @BeforeAll
  static void goOnThrice(@TempDir Path savepoints) throws Exception {
    Configuration options = new Configuration();
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    job = new LiveJobOnKafka(2, options);
    BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
    for (int hue = 0; hue < HUES; hue++) {
      job.send(gate.crossing(BlockWorld.hue(hue, HUES)));
    }
    job.awaitPeople(HUES);
    job.awaitFramesRead((long) HUES * BlockWorld.STEPS_TO_CROSS);
    job.watchFor("before", WANTED, null);
    job.awaitAlerts("before", 1);
    stored = job.sightings().size();

    job.goOn(savepoints, rebuildFrom(RebuildFrom.SIGHTINGS));
    await("stored sightings to be read")
        .atMost(Duration.ofSeconds(90))
        .until(() -> job.recordsRead(Stages.RECALL_SIGHTINGS) >= stored);
    job.watchFor("with", WANTED, null);
    readWith = job.recordsRead(Stages.RECALL_SIGHTINGS);

    job.goOn(savepoints, rebuildFrom(RebuildFrom.NOTHING));
    job.watchFor("without", WANTED, null);
    readWithout = job.recordsRead(Stages.RECALL_SIGHTINGS);

    job.goOn(savepoints, rebuildFrom(RebuildFrom.SIGHTINGS));
    job.watchFor("again", WANTED, null);
    job.drain(savepoints);
    readAgain = job.recordsRead(Stages.RECALL_SIGHTINGS);
  }

  private static Configuration rebuildFrom(RebuildFrom what) {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.GALLERY_REBUILD_FROM, what);
    return options;
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @Test
  void shouldReadOnceWhatTheSavepointDoesNotKnowToHaveBeenRead() {
    assertThat(readWith).isEqualTo(stored).isPositive();
    assertThat(readAgain).isZero();
  }

  @Test
  void shouldReadNothingWithoutTheOption() {
    assertThat(readWithout).isZero();
  }

  @Test
  void shouldHoldEachSightingOnceWhicheverWayItGoesOn() throws Exception {
    for (String query : List.of("before", "with", "without", "again")) {
      assertThat(job.lastStatus(query).sightingsSearched()).as(query).isEqualTo(stored);
      assertThat(job.tracklets(query)).as(query).isEqualTo(job.tracklets("before")).hasSize(1);
    }
  }

  @Test
  void shouldAlertOnNobodyAgain() throws Exception {
    assertThat(job.alerts())
        .extracting(RebuildRestoredITCase::name)
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  private static String name(Alert alert) {
    return alert.alertId() + "/" + alert.revision();
  }
}
