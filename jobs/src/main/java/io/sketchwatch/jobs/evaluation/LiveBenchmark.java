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
import io.sketchwatch.operators.inference.InferenceDevice;
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
 * @param device where models run; the CPU where there is no such device
 * @param sending told how far the whole job's frames are sent
 */
public record LiveBenchmark(
    Path video,
    ModelPackage encoder,
    Optional<ModelPackage> detector,
    InferenceDevice device,
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
   * Measures stages and job.
   *
   * @param sink receives each case as soon as it is measured
   */
  public Outcome run(Consumer<BenchmarkLine> sink) throws Exception {
    StageCosts costs = stages(sink);
    LiveJobRun.Result job = LiveJobRun.of(video, encoder, detector, device, sending);
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
   * Measures the stages alone, models with one thread, as the job opens them.
   *
   * @param sink receives each case as soon as it is measured
   */
  public StageCosts stages(Consumer<BenchmarkLine> sink) throws IOException {
    OnDevice<Detector> people = openDetector(device.first());
    try (Detector open = people.model()) {
      OnDevice<Encoder> crops =
          ModelDevice.open(
              device.first(), on -> new OnDevice<>(OnnxEncoder.open(encoder, 1, on), on.isGpu()));
      try (Encoder embedder = crops.model()) {
        StageBenchmark stages = new StageBenchmark(video, open, embedder);
        stages.run(sink);
        return stages.costs(people.isGpu(), crops.isGpu());
      }
    }
  }

  /**
   * What the whole job works off here, frames a second of all cameras together.
   *
   * @param sending told how far the frames are sent
   */
  public static double capacity(
      Path video,
      ModelPackage encoder,
      Optional<ModelPackage> detector,
      InferenceDevice device,
      FrameProducer.Listener sending)
      throws Exception {
    return LiveJobRun.of(video, encoder, detector, device, sending).framesPerSecond();
  }

  private OnDevice<Detector> openDetector(Device wanted) throws IOException {
    if (detector.isEmpty()) {
      return new OnDevice<>(new HogDetector(), false);
    }
    ModelPackage found = detector.get();
    return ModelDevice.open(
        wanted, on -> new OnDevice<>(OnnxDetector.open(found, 1, on), on.isGpu()));
  }
}
