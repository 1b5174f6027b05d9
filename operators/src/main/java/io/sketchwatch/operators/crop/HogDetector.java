package io.sketchwatch.operators.crop;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.HOGDescriptor;

/**
 * OpenCV's built-in pedestrian detector (Dalal and Triggs, "Histograms of Oriented Gradients for
 * Human Detection", CVPR 2005), for when there is no model file: it needs none.
 *
 * <p>Frames are doubled in size, to at most 2048 pixels, before they meet its window of 64x128: in
 * a frame of 768x576 it sees upright people from about 50 pixels and takes about 350 ms on one
 * core. Frames are searched one at a time. Every native object is freed before {@link #detect}
 * returns, the detector itself by {@link #close}.
 */
public final class HogDetector implements Detector {

  private static final int UPSCALE = 2;
  private static final int MAX_SIDE = 2048;
  private static final int WINDOW_WIDTH = 64;
  private static final int WINDOW_HEIGHT = 128;
  private static final double OVERLAP = 0.5;

  private final HOGDescriptor hog = new HOGDescriptor();

  /** Loads OpenCV and its people model. */
  public HogDetector() {
    try (var model = HOGDescriptor.getDefaultPeopleDetector();
        var weights = new Mat(model)) {
      hog.setSVMDetector(weights);
    }
  }

  @Override
  public String id() {
    return "hog";
  }

  @Override
  public synchronized List<List<Detection>> detect(List<Image> images) {
    return images.stream().map(this::detect).toList();
  }

  private List<Detection> detect(Image image) {
    double scale = Math.min(UPSCALE, (double) MAX_SIDE / Math.max(image.width(), image.height()));
    int width = Math.max((int) (image.width() * scale), WINDOW_WIDTH);
    int height = Math.max((int) (image.height() * scale), WINDOW_HEIGHT);
    try (var pixels = new BytePointer(image.rgb());
        var frame = new Mat(image.height(), image.width(), opencv_core.CV_8UC3, pixels);
        var bgr = new Mat();
        var large = new Mat();
        var size = new Size(width, height)) {
      opencv_imgproc.cvtColor(frame, bgr, opencv_imgproc.COLOR_RGB2BGR);
      opencv_imgproc.resize(bgr, large, size);
      return suppress(search(image, large));
    }
  }

  private List<Detection> search(Image image, Mat large) {
    List<Detection> found = new ArrayList<>();
    try (var boxes = new RectVector();
        var margins = new DoublePointer();
        var stride = new Size(8, 8);
        var padding = new Size(16, 16)) {
      hog.detectMultiScale(large, boxes, margins, 0, stride, padding, 1.05, 2, false);
      double scaleX = (double) image.width() / large.cols();
      double scaleY = (double) image.height() / large.rows();
      for (long i = 0; i < boxes.size(); i++) {
        try (Rect rect = boxes.get(i)) {
          Box box = tighten(rect, scaleX, scaleY).clip(image.width(), image.height());
          found.add(new Detection(box, confidence(margins.get(i))));
        }
      }
    }
    return found;
  }

  /** The model's window has a margin of 16 of its 128 rows around the person. */
  private static Box tighten(Rect rect, double scaleX, double scaleY) {
    return new Box(
        (int) Math.round((rect.x() + rect.width() * 0.125) * scaleX),
        (int) Math.round((rect.y() + rect.height() * 0.07) * scaleY),
        Math.max(1, (int) Math.round(rect.width() * 0.75 * scaleX)),
        Math.max(1, (int) Math.round(rect.height() * 0.83 * scaleY)));
  }

  /** The margin of the support vector machine on a scale of 0 to 1; 0.5 at a margin of 0.4. */
  private static double confidence(double margin) {
    return 1 / (1 + Math.exp(-2 * (margin - 0.4)));
  }

  private static List<Detection> suppress(List<Detection> found) {
    found.sort(Comparator.comparingDouble(Detection::confidence).reversed());
    List<Detection> kept = new ArrayList<>();
    for (Detection candidate : found) {
      if (kept.stream().noneMatch(better -> better.box().iou(candidate.box()) > OVERLAP)) {
        kept.add(candidate);
      }
    }
    kept.sort(
        Comparator.<Detection>comparingInt(person -> person.box().x())
            .thenComparingInt(person -> person.box().y()));
    return List.copyOf(kept);
  }

  @Override
  public synchronized void close() {
    hog.close();
  }
}
