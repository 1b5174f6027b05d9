package io.sketchwatch.operators.crop;

import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;

/**
 * From a frame to its pixels.
 *
 * @param claimChecks reads frames that came by reference
 */
record FramePictures(ClaimChecks claimChecks) implements Serializable {

  static final int MIN_SIDE = 16;
  static final int MAX_ASPECT = 16;

  /**
   * The encoded picture, read by reference if need be.
   *
   * @throws IOException in one line, if the content type is not supported or the reference is not
   *     usable
   */
  byte[] encoded(Frame frame) throws IOException {
    return switch (mediaType(frame.contentType())) {
      case "image/jpeg", "image/png" -> frame.content();
      case "text/uri-list" -> claimChecks.read(frame.content());
      default ->
          throw new IOException(
              "Content type must be image/jpeg, image/png or text/uri-list, but was '%s'"
                  .formatted(frame.contentType()));
    };
  }

  /**
   * Decodes a picture that can be searched for people: no side below {@link #MIN_SIDE} pixels, and
   * none more than {@link #MAX_ASPECT} times the other, since detectors shrink a frame to a square.
   */
  static Image decode(byte[] encoded) throws BadImageException {
    Image image = ImageCodec.decode(encoded);
    int shorter = Math.min(image.width(), image.height());
    int longer = Math.max(image.width(), image.height());
    if (shorter < MIN_SIDE || longer > (long) shorter * MAX_ASPECT) {
      throw new BadImageException(
          "A frame must have sides of at least %d pixels, none over %d times the other, but was %dx%d"
              .formatted(MIN_SIDE, MAX_ASPECT, image.width(), image.height()));
    }
    return image;
  }

  private static String mediaType(String contentType) {
    return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
