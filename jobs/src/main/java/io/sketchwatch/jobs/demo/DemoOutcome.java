package io.sketchwatch.jobs.demo;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.kafka.CropReader;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.report.DemoResult;
import io.sketchwatch.jobs.report.DemoResult.RateSample;
import io.sketchwatch.jobs.report.DemoResult.Search;
import io.sketchwatch.jobs.report.DemoResult.UsedModel;
import io.sketchwatch.jobs.report.DemoResult.WatchedFootage;
import io.sketchwatch.jobs.video.Footage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a demonstration has found. Reading it needs the broker still running.
 *
 * @param settings what was shown
 * @param embeddings of the sketches, by query id
 * @param connection the demonstration's Kafka
 * @param findings what its topics hold
 * @param threshold in force
 * @param frames processed
 * @param watched from the first frame sent to the last one processed
 * @param rates frames a second over the run
 * @param latencies of alerts: from the sending of the frame to the alert's arrival
 */
public record DemoOutcome(
    DemoSettings settings,
    Map<String, Embedding> embeddings,
    KafkaConnection connection,
    Findings findings,
    double threshold,
    long frames,
    Duration watched,
    List<RateSample> rates,
    List<Duration> latencies) {

  private static final int SHOWN = 12;
  private static final Duration CROP_TIMEOUT = Duration.ofSeconds(10);

  /** Frames a second of the whole job. */
  public double framesPerSecond() {
    return watched.isZero() ? 0 : frames / (watched.toMillis() / 1e3);
  }

  /** Median time from sending a frame to the alert that it caused; empty if none was timed. */
  public Optional<Duration> medianLatency() {
    return latencies.isEmpty()
        ? Optional.empty()
        : Optional.of(latencies.stream().sorted().toList().get(latencies.size() / 2));
  }

  /** Every tracklet by query, the best first. */
  public Map<String, List<RankedTracklet>> rankings() {
    Map<String, List<RankedTracklet>> rankings = new LinkedHashMap<>();
    embeddings.forEach((queryId, sketch) -> rankings.put(queryId, findings.ranking(sketch)));
    return rankings;
  }

  /** The report's contents. */
  public DemoResult result(List<String> lacking) throws IOException {
    Footage footage = settings.footage();
    List<Search> searches = new ArrayList<>();
    try (CropReader crops = new CropReader(connection, CROP_TIMEOUT)) {
      for (var ranking : rankings().entrySet()) {
        searches.add(search(ranking.getKey(), ranking.getValue(), crops));
      }
    }
    return new DemoResult(
        Instant.now(),
        watched,
        new WatchedFootage(footage.name(), footage.source(), footage.licence(), footage.reason()),
        searches,
        findings.coverage(),
        rates,
        List.of(),
        models(),
        lacking);
  }

  private Search search(String queryId, List<RankedTracklet> ranking, CropReader crops) {
    Map<String, Alert> alerts =
        findings.alerts().stream()
            .filter(alert -> alert.queryId().equals(queryId))
            .collect(Collectors.toMap(Alert::trackletId, Function.identity()));
    List<DemoResult.Match> matches = new ArrayList<>();
    for (RankedTracklet tracklet : ranking.subList(0, Math.min(SHOWN, ranking.size()))) {
      Alert alert = alerts.get(tracklet.trackletId());
      matches.add(
          new DemoResult.Match(
              tracklet.trackletId(),
              tracklet.cameraId(),
              tracklet.firstSeen(),
              tracklet.lastSeen(),
              tracklet.score(),
              alert == null ? Alert.Phase.LIVE : alert.phase(),
              picture(tracklet, crops)));
    }
    return new Search(
        queryId,
        drawing(queryId),
        threshold,
        "99.9% of other people score lower",
        ranking.size(),
        matches);
  }

  private static Media picture(RankedTracklet tracklet, CropReader crops) {
    try {
      return new Media("image/jpeg", crops.read(tracklet.crop()), null);
    } catch (IOException e) {
      return null;
    }
  }

  private Media drawing(String queryId) {
    return settings.sketches().stream()
        .filter(sketch -> sketch.queryId().equals(queryId))
        .findFirst()
        .orElseThrow()
        .drawing();
  }

  private List<UsedModel> models() {
    List<UsedModel> models = new ArrayList<>();
    models.add(used("embeds crops and sketches", settings.encoder()));
    models.add(
        settings
            .detector()
            .map(detector -> used("finds people", detector))
            .orElse(new UsedModel("finds people", "OpenCV HOG", List.of("OpenCV, Apache-2.0"))));
    return models;
  }

  private static UsedModel used(String role, ModelPackage model) {
    ModelManifest manifest = model.manifest();
    List<String> notices =
        manifest.notices().stream()
            .map(notice -> "%s, %s, %s".formatted(notice.name(), notice.licence(), notice.source()))
            .toList();
    return new UsedModel(role, manifest.modelId(), notices);
  }
}
