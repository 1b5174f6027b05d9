package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.frame.Coverage;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A camera whose clock is in 2099, as recorded footage may have it, in one partition with others:
 * it drags event time along, and harms nobody's gallery.
 */
@Timeout(300)
class WrongClockITCase {

  private static final Color RED = BlockWorld.hue(0, 12);
  private static final Color BLUE = BlockWorld.hue(8, 12);
  private static final Instant WRONG = Instant.parse("2099-01-01T00:00:00Z");

  private static LiveJobOnKafka job;

  @BeforeAll
  static void askAfterTheWrongClockHasStruck(@TempDir Path savepoints) throws Exception {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.FRAME_WALL_CLOCK, false);
    job = new LiveJobOnKafka(1, options);
    BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
    job.send(gate.crossing(RED));
    job.send(new BlockCamera("idle", BlockWorld.START).crossing(RED));
    job.awaitPeople(2);
    job.send(new BlockCamera("wrong", WRONG).crossing(RED));
    job.awaitPeople(3);
    job.awaitCoverage(List.of("gate", "idle"));

    job.send(gate.crossing(BLUE));
    job.awaitPeople(4);
    job.watchFor("red", RED, null);
    job.watchFor("blue", BLUE, null);
    job.drain(savepoints);
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @Test
  void shouldFindThePastOfCamerasThatAreIdleOrGoOn() throws Exception {
    assertThat(job.alerts("red"))
        .extracting(Alert::cameraId, Alert::phase)
        .containsExactlyInAnyOrder(
            tuple("gate", Phase.PAST), tuple("idle", Phase.PAST), tuple("wrong", Phase.PAST));
  }

  @Test
  void shouldTakeInWhatARightClockSeesAfterTheWrongOne() throws Exception {
    assertThat(job.alerts("blue"))
        .extracting(Alert::cameraId, Alert::phase)
        .containsExactly(tuple("gate", Phase.PAST));
  }

  @Test
  void shouldProcessEveryFrameOfTheRightClock() throws Exception {
    List<Coverage> gate =
        job.coverage().stream().filter(coverage -> coverage.cameraId().equals("gate")).toList();

    assertThat(gate.stream().mapToLong(Coverage::processed).sum())
        .isEqualTo(2 * BlockWorld.STEPS_TO_CROSS);
    assertThat(gate).extracting(Coverage::late).containsOnly(0L);
  }
}
