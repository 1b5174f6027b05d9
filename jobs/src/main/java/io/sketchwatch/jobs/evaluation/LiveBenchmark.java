package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxDetector;
import io.sketchwatch.core.model.OnnxEncoder;
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
   * Measures.
   *
   * @param sink receives each case as soon as it is measured
   */
  public void run(Consumer<BenchmarkLine> sink) throws Exception {
    double secondsPerFrame;
    double secondsPerCrop;
    try (Detector people = openDetector();
        Encoder crops = OnnxEncoder.open(encoder, CORES)) {
      StageBenchmark stages = new StageBenchmark(video, people, crops);
      stages.run(sink);
      secondsPerFrame = stages.cpuSecondsPerFrame();
      secondsPerCrop = stages.cpuSecondsPerCrop();
    }
    LiveJobRun.Result job = LiveJobRun.of(video, encoder, detector, sending);
    double limit = CORES / (secondsPerFrame + job.cropsPerFrame() * secondsPerCrop);
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
      FrameProducer.Listener sending)
      throws Exception {
    return LiveJobRun.of(video, encoder, detector, sending).framesPerSecond();
  }

  /** With one thread, as the job opens it. */
  private Detector openDetector() throws IOException {
    return detector.isEmpty() ? new HogDetector() : OnnxDetector.open(detector.get(), 1);
  }
}
