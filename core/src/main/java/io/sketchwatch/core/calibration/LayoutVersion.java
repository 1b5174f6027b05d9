package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.IOException;

/** The first byte of what is stored. */
final class LayoutVersion {

  private LayoutVersion() {}

  static void check(String subject, int version, DataInput in) throws IOException {
    byte written = in.readByte();
    if (written != version) {
      throw new IOException(
          "%s must be of layout version %d, but was %d: restore it with the release that wrote it"
              .formatted(subject, version, written));
    }
  }
}
