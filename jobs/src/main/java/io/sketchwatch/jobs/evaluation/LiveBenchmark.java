package io.sketchwatch.jobs.evaluation;

import ai.djl.Device;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxDetector;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.jobs.plan.StageCosts;
import io.sketchwatch.jobs.video.FrameProducer;
import io.sketchwatch.operators.crop.HogDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The live job's stages, each alone, and then the whole job beside what the cores could do if it
 * cost nothing but decoding, detecting, tracking and embedding: cores ÷ their processor seconds a
 * frame.
 *
 * @param video that is watched
 * @param encoder of crops
 * @param detector empty for OpenCV's built-in one
 * @param sending told how far the whole job's frames are sent
 */
public record LiveBenchmark(
    Path video,
    ModelPackage encoder,
    Optional<ModelPackage> detector,
    FrameProducer.Listener sending) {

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /**
   * What was measured.
   *
   * @param costs of the stages
   * @param cores that the job had
   * @param cropsPerFrame that it embedded
   * @param framesPerSecond that it worked off
   */
  public record Outcome(
      StageCosts costs, int cores, double cropsPerFrame, double framesPerSecond) {}

  private record OnDevice<T>(T model, boolean isGpu) {}

  /**
   * Measures stages and job on the CPU.
   *
   * @param sink receives each case as soon as it is measured
   */
  public Outcome run(Consumer<BenchmarkLine> sink) throws Exception {
    StageCosts costs = stages(Device.cpu(), sink);
    LiveJobRun.Result job = LiveJobRun.of(video, encoder, detector, sending);
    double limit =
        CORES / (costs.cpuSecondsPerFrame() + job.cropsPerFrame() * costs.cpuSecondsPerCrop());
    sink.accept(
        new BenchmarkLine(
            "live",
            "job",
            Math.toIntExact(job.frames()),
            null,
            null,
            "%d cores, %.2f crops a frame".formatted(CORES, job.cropsPerFrame()),
            job.framesPerSecond(),
            "frames/s",
            limit,
            job.framesPerSecond() / limit,
            null));
    return new Outcome(costs, CORES, job.cropsPerFrame(), job.framesPerSecond());
  }

  /**
   * Measures the stages alone.
   *
   * @param wanted where models are to run; the CPU where there is no such device
   * @param sink receives each case as soon as it is measured
   */
  public StageCosts stages(Device wanted, Consumer<BenchmarkLine> sink) throws IOException {
    OnDevice<Detector> people = openDetector(wanted);
    try (Detector open = people.model()) {
      OnDevice<Encoder> crops =
          ModelDevice.open(
              wanted, on -> new OnDevice<>(OnnxEncoder.open(encoder, CORES, on), on.isGpu()));
      try (Encoder embedder = crops.model()) {
        StageBenchmark stages = new StageBenchmark(video, open, embedder);
        stages.run(sink);
        return stages.costs(people.isGpu(), crops.isGpu());
      }
    }
  }

  /** With one thread, as the job opens it. */
  private OnDevice<Detector> openDetector(Device wanted) throws IOException {
    if (detector.isEmpty()) {
      return new OnDevice<>(new HogDetector(), false);
    }
    ModelPackage found = detector.get();
    return ModelDevice.open(
        wanted, on -> new OnDevice<>(OnnxDetector.open(found, 1, on), on.isGpu()));
  }
}
