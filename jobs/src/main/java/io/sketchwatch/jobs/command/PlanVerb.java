package io.sketchwatch.jobs.command;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.evaluation.LiveBenchmark;
import io.sketchwatch.jobs.evaluation.LiveBenchmark.Outcome;
import io.sketchwatch.jobs.plan.DeploymentPlan;
import io.sketchwatch.jobs.plan.StageCosts;
import io.sketchwatch.jobs.plan.Workload;
import io.sketchwatch.jobs.video.FrameProducer;
import io.sketchwatch.jobs.video.SampleVideo;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Computes what a number of cameras and queries need. */
@Command(
    name = "plan",
    description = {
      "Compute partitions, slots, GPUs, state and network for a number of cameras and queries, from"
          + " what each stage takes of this machine, which is measured first on real footage, or of"
          + " another."
    },
    footer = {
      "  sketchwatch plan --cameras 200 --fps 5 --queries 100 --retention 24",
      "  sketchwatch plan --cameras 1 --json > costs.json",
      "  sketchwatch plan --cameras 5000 --fps 5 --queries 1000 --retention 72 --costs costs.json",
      "  sketchwatch plan --check"
    })
final class PlanVerb extends Verb {

  /** How far the planned rate may be from the measured one. */
  private static final double TOLERANCE = 0.3;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "1",
      description = "Default: ${DEFAULT-VALUE}.")
  private int cameras;

  @Option(
      names = "--fps",
      paramLabel = "F",
      defaultValue = "5",
      description = "Frames a second of each camera; default: ${DEFAULT-VALUE}.")
  private double fps;

  @Option(
      names = "--queries",
      paramLabel = "Q",
      defaultValue = "100",
      description = "Searched at once; default: ${DEFAULT-VALUE}.")
  private int queries;

  @Option(
      names = "--retention",
      paramLabel = "HOURS",
      defaultValue = "24",
      description = "How long the gallery holds a sighting; default: ${DEFAULT-VALUE}.")
  private double retention;

  @Option(
      names = "--people",
      paramLabel = "PER_HOUR",
      defaultValue = "200",
      description = "Who walk by a camera in an hour, by day and night; default: ${DEFAULT-VALUE}.")
  private double people;

  @Option(
      names = "--costs",
      paramLabel = "FILE",
      description =
          "What plan --json has printed on another machine or before; nothing is measured.")
  private Path costs;

  @Option(
      names = "--check",
      description =
          "Measure stages and the whole job, and fail unless the planned rate of this machine is"
              + " within 30%% of the job's; nothing is planned.")
  private boolean check;

  @Mixin private EncoderOption model;

  @Mixin private DeviceOption device;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /**
   * The planned rate of this machine beside the job's.
   *
   * @param planned frames a second
   * @param measured frames a second
   * @param deviation planned ÷ measured − 1
   */
  record Check(double planned, double measured, double deviation) {

    static Check of(Outcome outcome) {
      double planned = outcome.costs().framesPerSecond(outcome.cores(), outcome.cropsPerFrame());
      return new Check(planned, outcome.framesPerSecond(), planned / outcome.framesPerSecond() - 1);
    }

    boolean holds() {
      return Math.abs(deviation) <= TOLERANCE;
    }
  }

  @Override
  void run() throws Exception {
    Workload workload = checked(() -> new Workload(cameras, fps, queries, retention, people));
    if (check) {
      check(Check.of(measureJob()));
      return;
    }
    StageCosts stages = costs == null ? measure() : read(costs);
    DeploymentPlan plan = DeploymentPlan.of(workload, stages);
    if (json) {
      JsonLines.write(out(), plan);
    } else {
      PlanTable.print(plan, out());
    }
  }

  private void check(Check result) throws IOException {
    if (json) {
      JsonLines.write(out(), result);
    } else {
      out()
          .printf(
              "Planned %.1f frames/s, measured %.1f: %+.0f%%%n",
              result.planned(), result.measured(), 100 * result.deviation());
    }
    out().flush();
    if (!result.holds()) {
      throw new IOException(
          "The plan must be within %.0f%% of the measured run, but was %+.0f%% off"
              .formatted(100 * TOLERANCE, 100 * result.deviation()));
    }
  }

  private StageCosts measure() throws IOException, InterruptedException {
    err().println("Measuring each stage on this machine ...");
    err().flush();
    try (Progress progress = Progress.of("Sending", "frames")) {
      return benchmark(progress).stages(line -> {});
    }
  }

  private Outcome measureJob() throws Exception {
    try (Progress progress = Progress.of("Sending", "frames")) {
      return benchmark(progress).run(new BenchmarkPrinter(err(), json)::print);
    }
  }

  private LiveBenchmark benchmark(FrameProducer.Listener sending)
      throws IOException, InterruptedException {
    Path cache = ModelFetcher.defaultCache(System.getenv());
    ModelPackage encoder = model.open();
    return new LiveBenchmark(
        new SampleVideo(cache).fetch(),
        encoder,
        CachedDetector.find(err()),
        device.kind(),
        sending);
  }

  private static StageCosts read(Path file) throws IOException {
    JsonNode plan = JSON.readTree(file.toFile());
    if (!plan.path("costs").isObject()) {
      throw new IOException(
          "File '%s' must hold what plan --json prints, but has no 'costs'".formatted(file));
    }
    return JSON.treeToValue(plan.get("costs"), StageCosts.class);
  }
}
