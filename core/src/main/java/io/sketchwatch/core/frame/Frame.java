package io.sketchwatch.core.frame;

import java.time.Instant;
import java.util.Arrays;

/**
 * One picture of one camera, still encoded.
 *
 * <p>Equal by content. The array is not copied.
 *
 * @param cameraId who took it ({@code ce_source}); never empty
 * @param frameId unique within the camera ({@code ce_id}); never empty
 * @param captureTime when it was taken ({@code ce_time}); the event time of everything derived
 * @param contentType {@code image/jpeg}, {@code image/png}, or {@code text/uri-list} for a claim
 *     check
 * @param content encoded bytes
 * @param origin the record that carried it
 */
public record Frame(
    String cameraId,
    String frameId,
    Instant captureTime,
    String contentType,
    byte[] content,
    RecordOrigin origin) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Frame that
        && cameraId.equals(that.cameraId)
        && frameId.equals(that.frameId)
        && captureTime.equals(that.captureTime)
        && contentType.equals(that.contentType)
        && Arrays.equals(content, that.content)
        && origin.equals(that.origin);
  }

  @Override
  public int hashCode() {
    return 31 * cameraId.hashCode() + frameId.hashCode();
  }

  @Override
  public String toString() {
    return "Frame[%s/%s at %s, %s, %d bytes]"
        .formatted(cameraId, frameId, captureTime, contentType, content.length);
  }
}
