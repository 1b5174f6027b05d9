package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.jobs.codec.SightingCodec;
import io.sketchwatch.jobs.topic.Topic;
import java.awt.Color;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job with a gallery goes on twice from its savepoint with the option to rebuild it. Before each
 * time somebody else stores a sighting behind its own, which is found where the topic is read.
 */
@Timeout(300)
class RebuildRestoredITCase {

  private static final int HUES = 3;
  private static final Color WANTED = BlockWorld.hue(1, HUES);
  private static final String FIRST_STORED = "gate/stored-1/0";
  private static final String SECOND_STORED = "gate/stored-2/0";

  private static LiveJobOnKafka job;
  private static long seen;
  private static long seenInAll;

  @BeforeAll
  static void goOnTwice(@TempDir Path savepoints) throws Exception {
    job = new LiveJobOnKafka(2, LiveJobOnKafka.checkpointingOften());
    BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
    for (int hue = 0; hue < HUES; hue++) {
      job.send(gate.crossing(BlockWorld.hue(hue, HUES)));
    }
    job.awaitPeople(HUES);
    job.watchFor("before", WANTED, null);
    job.awaitTracklets("before", 1);
    job.awaitFramesRead((long) HUES * BlockWorld.STEPS_TO_CROSS);
    seen = job.sightings().size();

    store(FIRST_STORED);
    job.goOn(savepoints, rebuilding());
    job.awaitTracklets("before", 2);
    job.watchFor("rebuilt", WANTED, null);

    store(SECOND_STORED);
    job.goOn(savepoints, rebuilding());
    job.send(gate.crossing(WANTED));
    job.awaitTracklets("before", 3);
    job.awaitFramesRead((HUES + 1L) * BlockWorld.STEPS_TO_CROSS);
    seenInAll = job.sightings().size() - 2L;
    job.watchFor("again", WANTED, null);
    job.drain(savepoints);
  }

  private static Configuration rebuilding() {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.GALLERY_REBUILD_FROM, RebuildFrom.SIGHTINGS);
    return options;
  }

  /** The first sighting of the wanted person once more, as of another tracklet. */
  private static void store(String trackletId) throws Exception {
    String wanted = job.tracklets("before").get(0);
    for (ConsumerRecord<byte[], byte[]> record : job.records(Topic.SIGHTINGS)) {
      Sighting sighting = SightingCodec.decode(record.value());
      if (sighting.trackletId().equals(wanted) && sighting.shot() == 0) {
        Sighting stored =
            new Sighting(
                sighting.cameraId(),
                trackletId,
                0,
                sighting.firstSeen(),
                sighting.lastSeen(),
                sighting.box(),
                sighting.quality(),
                sighting.frame(),
                sighting.modelId(),
                sighting.embedding(),
                sighting.crop());
        job.send(
            new ProducerRecord<>(
                record.topic(),
                record.partition(),
                stored.key().getBytes(UTF_8),
                SightingCodec.encode(stored)));
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @Test
  void shouldHoldOnceWhatBothTheSavepointAndTheTopicHold() throws Exception {
    assertThat(job.lastStatus("rebuilt").sightingsSearched()).isEqualTo(seen + 1);
    assertThat(job.tracklets("rebuilt")).hasSize(3).contains(FIRST_STORED);
  }

  @Test
  void shouldReadNothingASecondTime() throws Exception {
    assertThat(job.lastStatus("again").sightingsSearched()).isEqualTo(seenInAll + 1);
    assertThat(job.tracklets("again")).hasSize(3).contains(FIRST_STORED);
  }

  @Test
  void shouldAlertOnNobodyAgain() throws Exception {
    assertThat(job.alerts())
        .extracting(alert -> alert.alertId() + "/" + alert.revision())
        .isNotEmpty()
        .doesNotHaveDuplicates();
    assertThat(job.tracklets("before")).hasSize(3).doesNotContain(SECOND_STORED);
  }
}
