package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.jobs.codec.ErasureJson;
import io.sketchwatch.jobs.topic.Topic;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three jobs, one after the other and each without the state of the one before: the first sees
 * people, the second begins with nothing, the third with what the first has stored.
 */
@Timeout(300)
class RebuildGalleryITCase {

  private static final int HUES = 4;
  private static final Color WANTED = BlockWorld.hue(1, HUES);
  private static final Color ERASED = BlockWorld.hue(2, HUES);

  private static LiveJobOnKafka job;
  private static List<Sighting> seen;
  private static List<Alert> first;
  private static QueryStatus emptySearch;
  private static List<Alert> ofEmptyGallery;

  @BeforeAll
  static void startAnewTwice(@TempDir Path savepoints) throws Exception {
    job = new LiveJobOnKafka(2, LiveJobOnKafka.checkpointingOften());
    BlockCamera gate = new BlockCamera("gate", BlockWorld.START);
    BlockCamera yard = new BlockCamera("yard", BlockWorld.START);
    for (int hue = 0; hue < HUES; hue++) {
      job.send(gate.crossing(BlockWorld.hue(hue, HUES)));
      job.send(yard.crossing(BlockWorld.hue(hue, HUES)));
    }
    job.awaitPeople(2 * HUES);
    job.watchFor("first", WANTED, null);
    job.watchFor("doomed", ERASED, List.of("gate"));
    job.awaitAlerts("first", 2);
    job.awaitAlerts("doomed", 1);
    job.awaitFramesRead(2L * HUES * BlockWorld.STEPS_TO_CROSS);
    seen = job.sightings();
    first = job.alerts("first");

    job.startAnew(new Configuration());
    job.watchFor("standing", WANTED, null);
    emptySearch = job.lastStatus("standing");
    ofEmptyGallery = job.alerts("standing");
    Sighting erased = erase(job.alerts("doomed").get(0));

    Configuration rebuilding = new Configuration();
    rebuilding.set(LiveMatchingOptions.GALLERY_REBUILD_FROM, RebuildFrom.SIGHTINGS);
    job.startAnew(rebuilding);
    awaitRebuilt(seen.stream().filter(each -> !isOf(erased, each)).count());
    job.watchFor("later", WANTED, null);
    job.watchFor("survivors", ERASED, null);
    job.send(gate.crossing(WANTED));
    job.awaitAlerts("later", 3);
    job.drain(savepoints);
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @Test
  void shouldFindNothingOfThePastWithoutStateAndWithoutTheOption() {
    assertThat(emptySearch.sightingsSearched()).isZero();
    assertThat(ofEmptyGallery).isEmpty();
  }

  @Test
  void shouldAnswerANewQueryAsTheJobBeforeHasDone() throws Exception {
    List<Alert> past =
        job.alerts("later").stream().filter(alert -> alert.phase() == Alert.Phase.PAST).toList();

    assertThat(bestByTracklet(past)).hasSize(2).isEqualTo(bestByTracklet(first));
  }

  @Test
  void shouldAnswerOnceOverPastAndPresentWhatWasAskedBeforeTheStart() throws Exception {
    List<Alert> standing = job.alerts("standing");

    assertThat(standing).extracting(RebuildGalleryITCase::name).doesNotHaveDuplicates();
    assertThat(bestByTracklet(standing)).hasSize(3).containsAllEntriesOf(bestByTracklet(first));
  }

  @Test
  void shouldAlertUnderTheSameIdsAsTheJobBefore() throws Exception {
    List<Alert> both = job.alerts("first");

    assertThat(both).hasSizeGreaterThan(first.size() + 1);
    assertThat(both.stream().map(Alert::alertId).collect(toSet()))
        .hasSize(3)
        .containsAll(first.stream().map(Alert::alertId).toList());
  }

  @Test
  void shouldKeepOutWhatWasErased() throws Exception {
    assertThat(job.alerts("survivors")).extracting(Alert::cameraId).containsOnly("yard");
  }

  @Test
  void shouldStoreNothingOnceMore() throws Exception {
    Set<String> keys = seen.stream().map(Sighting::key).collect(toSet());

    assertThat(job.sightings())
        .filteredOn(sighting -> keys.contains(sighting.key()))
        .containsExactlyInAnyOrderElementsOf(seen);
  }

  /** Orders a tracklet to be erased, while its sightings stay in their topic. */
  private static Sighting erase(Alert alert) throws Exception {
    Sighting sighting =
        seen.stream()
            .filter(each -> each.trackletId().equals(alert.trackletId()))
            .findFirst()
            .orElseThrow();
    Instant now = Instant.now();
    String tracklet = sighting.cameraId() + "/" + sighting.trackletId();
    Erasure order = new Erasure("order", null, tracklet, null, now, now);
    job.send(
        new ProducerRecord<>(
            Topic.ERASURES.topicName(),
            order.erasureId().getBytes(UTF_8),
            ErasureJson.encode(order)));
    return sighting;
  }

  private static boolean isOf(Sighting tracklet, Sighting sighting) {
    return sighting.trackletId().equals(tracklet.trackletId());
  }

  /** Asks until a search meets so many. */
  private static void awaitRebuilt(long sightings) {
    AtomicInteger asked = new AtomicInteger();
    await("%d sightings in the gallery".formatted(sightings))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              String probe = "probe-" + asked.incrementAndGet();
              job.watchFor(probe, WANTED, null);
              return job.lastStatus(probe).sightingsSearched() == sightings;
            });
  }

  private static String name(Alert alert) {
    return alert.alertId() + "/" + alert.revision();
  }

  private static Map<String, Double> bestByTracklet(List<Alert> alerts) {
    return alerts.stream().collect(toMap(Alert::trackletId, Alert::score, Math::max));
  }
}
