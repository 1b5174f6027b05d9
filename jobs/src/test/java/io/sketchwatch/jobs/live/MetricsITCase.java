package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.jobs.topic.Topic;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the job measures while one person walks by, is found, and is judged. */
@Timeout(300)
class MetricsITCase {

  private static final Color RED = BlockWorld.hue(0, 12);

  private static LiveJobOnKafka job;
  private static final Map<String, Metric> METRICS = new HashMap<>();

  @BeforeAll
  static void watchOnePerson(@TempDir Path savepoints) throws Exception {
    InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();
    Configuration options = new Configuration();
    reporter.addToConfiguration(options);
    job = new LiveJobOnKafka(1, options);
    job.watchFor("red", RED, null);
    BlockCamera gate = new BlockCamera("gate", Instant.now().minusSeconds(10));
    job.send(gate.crossing(RED));
    job.send(gate.record(Instant.now(), "image/jpeg", new byte[] {1}));
    job.awaitAlerts("red", 1);
    Alert alert = job.alerts("red").get(0);
    job.judge(alert, Decision.CONFIRM);
    job.awaitRecords(Topic.EXEMPLARS, 1);
    job.drain(savepoints);
    reporter
        .getMetricsByGroup()
        .forEach(
            (group, metrics) ->
                metrics.forEach(
                    (name, metric) -> METRICS.put(group.getMetricIdentifier(name), metric)));
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  static Stream<String> documented() throws Exception {
    return Files.readAllLines(Path.of("..", "docs", "metrics.md")).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.indexOf('|', line.indexOf('|', 1) + 1)));
  }

  @ParameterizedTest
  @MethodSource("documented")
  void shouldHaveEveryMetricThatIsDocumented(String row) {
    String[] cells = row.split("\\|", -1);
    String name = cells[1].strip().replace("`", "");

    assertThat(identifiers(cells[2].strip(), name)).isNotEmpty();
  }

  @Test
  void shouldCountAndTimeWhatHappens() {
    assertThat(count("track-persons", "frame.camera.gate.processed"))
        .isEqualTo(BlockWorld.STEPS_TO_CROSS);
    assertThat(count("track-persons", "frame.camera.gate.unusable")).isEqualTo(1);
    assertThat(count("count-dead-letters", "deadLetter.stage.crop-persons.written")).isEqualTo(1);
    assertThat(count("track-verdicts", "verdict.decision.CONFIRM.taken")).isEqualTo(1);
    assertThat(count("measure-alerts", "alert.phase.LIVE.sent")).isEqualTo(2);
    assertThat(((Histogram) metric("measure-alerts", "alert.captureToAlertMs")).getCount())
        .isGreaterThanOrEqualTo(2);
    assertThat(((Gauge<?>) metric("match-queries", "gallery.sightings")).getValue())
        .isEqualTo((long) sightings());
    assertThat(((Gauge<?>) metric("match-queries", "search.pending")).getValue()).isEqualTo(0);
  }

  private static int sightings() {
    return job.records(Topic.SIGHTINGS).size();
  }

  private static long count(String stage, String name) {
    return ((Counter) metric(stage, name)).getCount();
  }

  private static Metric metric(String stage, String name) {
    return METRICS.get(identifiers(stage, name).iterator().next());
  }

  /** Of a metric, whatever stands for its labels; an empty stage is any. */
  private static Set<String> identifiers(String stage, String name) {
    String labels =
        Stream.of(name.split("<[a-z]+>", -1))
            .map(Pattern::quote)
            .reduce((before, after) -> before + "[^.]+" + after)
            .orElseThrow();
    Pattern pattern =
        Pattern.compile(".*\\.(Source: )?" + (stage.isEmpty() ? ".*" : stage) + "\\.0\\." + labels);
    return METRICS.keySet().stream().filter(pattern.asMatchPredicate()).collect(Collectors.toSet());
  }
}
