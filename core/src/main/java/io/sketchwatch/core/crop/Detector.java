package io.sketchwatch.core.crop;

import io.sketchwatch.core.image.Image;
import java.util.List;

/**
 * Finds people in frames. Thread-safe unless an implementation says otherwise; {@link #close}
 * releases native memory and comes after the last call has returned.
 */
public interface Detector extends AutoCloseable {

  /** Names the detector in logs and reports. */
  String id();

  /**
   * The people of each image, after non-maximum suppression, sorted by x, then y.
   *
   * @return one list an image, in order
   */
  List<List<Detection>> detect(List<Image> images);

  @Override
  void close();
}
