package io.sketchwatch.operators.crop;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Image;
import java.time.Instant;
import java.util.List;

/**
 * What was found in one frame: {@code frame} or {@code deadLetter} is set, and none of them where
 * the frame was shed.
 *
 * @param cameraId the camera
 * @param frameId unique within the camera
 * @param captureTime when it was taken
 * @param width of the decoded frame in pixels; 0 without a frame
 * @param height of the decoded frame in pixels; 0 without a frame
 * @param frame the frame and the hash of its picture, or null
 * @param crops sorted by x, then y; empty without a frame
 * @param deadLetter why the frame could not be searched, or null
 */
public record FrameCrops(
    String cameraId,
    String frameId,
    Instant captureTime,
    int width,
    int height,
    FrameReference frame,
    List<PersonCrop> crops,
    DeadLetter deadLetter) {

  static FrameCrops found(
      Frame frame, FrameReference reference, Image picture, List<PersonCrop> crops) {
    return new FrameCrops(
        frame.cameraId(),
        frame.frameId(),
        frame.captureTime(),
        picture.width(),
        picture.height(),
        reference,
        crops,
        null);
  }

  static FrameCrops shed(Frame frame) {
    return refused(frame, null);
  }

  static FrameCrops refused(Frame frame, DeadLetter deadLetter) {
    return new FrameCrops(
        frame.cameraId(), frame.frameId(), frame.captureTime(), 0, 0, null, List.of(), deadLetter);
  }

  /** Whether the frame was left out to keep up. */
  public boolean isShed() {
    return frame == null && deadLetter == null;
  }
}
