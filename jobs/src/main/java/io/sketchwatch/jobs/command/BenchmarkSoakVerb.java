package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.evaluation.LiveBenchmark;
import io.sketchwatch.jobs.evaluation.LiveSoak;
import io.sketchwatch.jobs.evaluation.SoakSample;
import io.sketchwatch.jobs.evaluation.SoakTrend;
import io.sketchwatch.jobs.report.SoakReport;
import io.sketchwatch.jobs.video.SampleVideo;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks that a job under load stays as it is. */
@Command(
    name = "soak",
    description =
        "Run the live job under a steady load, plot time from capture to alert, heap, native memory"
            + " and lag, and fail if one of them grows. Give SKETCHWATCH_JAVA_OPTIONS='-Xms1536m"
            + " -Xmx1536m -XX:+AlwaysPreTouch', or native memory is not told from Java's heap.",
    footer = {
      "  sketchwatch benchmark soak --minutes 30",
      "  sketchwatch benchmark soak --minutes 2 --frames-per-second 10 --report soak.html --json"
    })
final class BenchmarkSoakVerb extends Verb {

  private static final double LEAST_MINUTES = 1;

  @Mixin private EncoderOption model;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long, at least 1; default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--part",
      paramLabel = "P",
      defaultValue = "0.7",
      description = "Part of the measured capacity, above 0 to 1; default: ${DEFAULT-VALUE}.")
  private double part;

  @Option(
      names = "--frames-per-second",
      paramLabel = "N",
      description = "The load of all cameras together, instead of measuring the capacity.")
  private Double framesPerSecond;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      defaultValue = "sketchwatch-soak.html",
      description = "Where the plot goes; default: ${DEFAULT-VALUE}.")
  private Path report;

  @Mixin private DeviceOption device;

  @Option(names = "--json", description = "Print JSON, one line.")
  private boolean json;

  /** The line of JSON. */
  private record Line(
      String benchmark,
      double framesPerSecond,
      Double capacity,
      int samples,
      List<SoakTrend> trends,
      boolean grows) {}

  @Override
  void run() throws Exception {
    if (!(minutes >= LEAST_MINUTES) || !(part > 0 && part <= 1)) {
      throw misuse(
          "Expected at least 1 minute and a part above 0 to 1, but was %s and %s"
              .formatted(minutes, part));
    }
    if (framesPerSecond != null && !(framesPerSecond > 0)) {
      throw misuse("Expected frames a second above 0, but was %s".formatted(framesPerSecond));
    }
    Path cache = ModelFetcher.defaultCache(System.getenv());
    Path video = new SampleVideo(cache).fetch();
    ModelPackage encoder = model.open();
    Optional<ModelPackage> detector = CachedDetector.find(err());
    Double capacity = framesPerSecond == null ? capacity(video, encoder, detector) : null;
    double load = capacity == null ? framesPerSecond : part * capacity;
    List<SoakSample> samples = new ArrayList<>();
    Duration time = Duration.ofMillis(Math.round(minutes * 60_000));
    new LiveSoak(video, encoder, detector, device.kind(), time, load).run(samples::add);
    tell(load, capacity, samples);
  }

  private double capacity(Path video, ModelPackage encoder, Optional<ModelPackage> detector)
      throws Exception {
    try (Progress progress = Progress.of("Sending", "frames")) {
      return LiveBenchmark.capacity(video, encoder, detector, device.kind(), progress);
    }
  }

  private void tell(double load, Double capacity, List<SoakSample> samples) throws IOException {
    List<SoakTrend> trends = SoakTrend.of(samples, load);
    new SoakReport(load, samples, trends).write(report);
    List<SoakTrend> growing = trends.stream().filter(SoakTrend::grows).toList();
    if (json) {
      JsonLines.write(
          out(), new Line("soak", load, capacity, samples.size(), trends, !growing.isEmpty()));
    } else {
      trends.forEach(trend -> out().println(text(trend)));
    }
    if (!growing.isEmpty()) {
      throw new IOException(
          "The job must stay as it is, but grew: %s; see '%s'"
              .formatted(
                  growing.stream().map(BenchmarkSoakVerb::text).collect(Collectors.joining("; ")),
                  report));
    }
  }

  private static String text(SoakTrend trend) {
    return String.format(
        Locale.ROOT,
        "%s: %.1f early, %.1f late, %.1f allowed",
        trend.figure(),
        trend.early(),
        trend.late(),
        trend.allowed());
  }
}
