package io.sketchwatch.core.layout;

import java.io.DataInput;
import java.io.IOException;

/** The first byte of what is stored in a layout of our own. */
public final class LayoutVersion {

  private LayoutVersion() {}

  /**
   * Reads that byte.
   *
   * @param subject what is stored, as errors call it
   * @throws IOException if it is another version
   */
  public static void check(String subject, int version, DataInput in) throws IOException {
    byte written = in.readByte();
    if (written != version) {
      throw new IOException(
          "%s must be of layout version %d, but was %d: restore it with the release that wrote it"
              .formatted(subject, version, written));
    }
  }
}
