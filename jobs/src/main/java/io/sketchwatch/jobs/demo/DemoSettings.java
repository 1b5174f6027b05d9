package io.sketchwatch.jobs.demo;

import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxDetector;
import io.sketchwatch.jobs.live.InferenceEngine;
import io.sketchwatch.jobs.video.Footage;
import io.sketchwatch.jobs.video.Pace;
import io.sketchwatch.operators.crop.HogDetector;
import io.sketchwatch.operators.inference.InferenceDevice;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a demonstration shows.
 *
 * @param footage the cameras
 * @param sketches one query each, by query id
 * @param start capture time of the first frame of every camera
 * @param encoder the model
 * @param detector finds people; empty for OpenCV's built-in one
 * @param pace how fast the footage is sent
 * @param engine runs the model
 * @param device where models run
 */
public record DemoSettings(
    Footage footage,
    List<Sketch> sketches,
    Instant start,
    ModelPackage encoder,
    Optional<ModelPackage> detector,
    Pace pace,
    InferenceEngine engine,
    InferenceDevice device) {

  /**
   * A drawing to search for.
   *
   * @param queryId names the search
   * @param drawing in line
   */
  public record Sketch(String queryId, Media drawing) {}

  /** Opens a package's detector, or OpenCV's built-in one. */
  public static Detector open(Optional<ModelPackage> detector) throws IOException {
    return detector.isEmpty()
        ? new HogDetector()
        : OnnxDetector.open(detector.get(), Runtime.getRuntime().availableProcessors());
  }
}
