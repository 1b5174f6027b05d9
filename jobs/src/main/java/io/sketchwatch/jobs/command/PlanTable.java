package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.plan.DeploymentPlan;
import io.sketchwatch.jobs.plan.StageCosts;
import io.sketchwatch.jobs.plan.Workload;
import java.io.PrintWriter;

/** A plan for people: each figure with what it was computed from. */
final class PlanTable {

  private static final String ROW = "%-26s%14s  %s";
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private final PrintWriter out;

  private PlanTable(PrintWriter out) {
    this.out = out;
  }

  static void print(DeploymentPlan plan, PrintWriter out) {
    PlanTable table = new PlanTable(out);
    table.demand(plan.workload(), plan.costs());
    table.machines(plan);
    table.memory(plan);
    table.network(plan);
    out.flush();
  }

  private void demand(Workload workload, StageCosts costs) {
    row("frames", rate(workload.allFramesPerSecond()), "cameras × fps");
    row("sightings", rate(workload.sightingsPerSecond()), "cameras × people × 3 shots");
    row(
        "a frame",
        millis(costs.cpuSecondsPerFrame()),
        "processor: decode, %s, track; %d kB"
            .formatted(costs.detector(), costs.frameBytes() / 1000));
    row(
        "a sighting",
        millis(costs.cpuSecondsPerCrop()),
        "processor: %s, %d dimensions".formatted(costs.model(), costs.dimension()));
    row(
        "a comparison",
        "%.0f ns".formatted(1e9 * costs.cpuSecondsPerComparison()),
        "processor: one sighting, one query");
  }

  private void machines(DeploymentPlan plan) {
    row(
        "cores",
        "%.1f".formatted(plan.cores()),
        "their sum ÷ %.2f that the job reaches ÷ %.2f used"
            .formatted(StageCosts.JOB_SHARE, DeploymentPlan.UTILISATION));
    row("GPUs", plan.gpus(), plan.gpus() == 0 ? "models run on the CPU" : "÷ 0.70 used");
    row("slots", plan.slots(), "one a core");
    row("jobs", plan.parts(), "each with its own Kafka: at most 512 slots a job");
    row("partitions of frames", plan.partitions(), "of each job: the power of two above its slots");
  }

  private void memory(DeploymentPlan plan) {
    row("gallery", bytes(plan.galleryBytes()), "sightings × retention × (5 B a dimension + 412)");
    row("watchlists", bytes(plan.watchlistBytes()), "queries × (5 B a dimension × slots + 1.7 kB)");
    row("topic frames", bytes(plan.frameTopicBytes()), "6 h, one replica");
    row("topics crops, sightings", bytes(plan.galleryTopicBytes()), "retention, one replica");
  }

  private void network(DeploymentPlan plan) {
    row("to Kafka", perSecond(plan.toKafkaBytesPerSecond()), "frames, crops, sightings");
    row("Kafka to Flink", perSecond(plan.toFlinkBytesPerSecond()), "frames");
    row("between TaskManagers", perSecond(plan.shuffleBytesPerSecond()), "people, embeddings");
    row("to object storage", perSecond(plan.toStorageBytesPerSecond()), "growth of the gallery");
  }

  private void row(String name, Object figure, String from) {
    out.println(ROW.formatted(name, figure, from));
  }

  private static String rate(double perSecond) {
    return "%.1f/s".formatted(perSecond);
  }

  private static String millis(double seconds) {
    return "%.2f ms".formatted(1e3 * seconds);
  }

  private static String perSecond(long bytes) {
    return bytes(bytes) + "/s";
  }

  /** In powers of a thousand. */
  private static String bytes(long bytes) {
    double value = (double) bytes;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return "%.1f %s".formatted(value, UNITS[unit]);
  }
}
