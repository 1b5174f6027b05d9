package io.sketchwatch.operators.tracklet;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What becomes of each camera's frames, as {@link CoverageStretch} counts it: {@code
 * frame.camera.processed}, {@code .shed}, {@code .unusable} and {@code .late}.
 *
 * <p>Camera ids come from outside: a subtask tells at most {@value #MAX_CAMERAS} apart, and counts
 * the frames of later ones under {@value #OTHERS}.
 */
final class CameraMetrics {

  static final int MAX_CAMERAS = 1000;
  static final String OTHERS = "others";

  private final MetricGroup frames;
  private final Map<String, OfCamera> cameras = new HashMap<>();

  CameraMetrics(MetricGroup operator) {
    frames = operator.addGroup("frame");
  }

  OfCamera of(String cameraId) {
    String told = cameras.containsKey(cameraId) || cameras.size() < MAX_CAMERAS ? cameraId : OTHERS;
    return cameras.computeIfAbsent(told, id -> OfCamera.in(frames.addGroup("camera", id)));
  }

  /** The counters of one camera. */
  record OfCamera(Counter processed, Counter shed, Counter unusable, Counter late) {

    static OfCamera in(MetricGroup group) {
      return new OfCamera(
          group.counter("processed"),
          group.counter("shed"),
          group.counter("unusable"),
          group.counter("late"));
    }
  }
}
