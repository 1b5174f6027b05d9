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
    read(subject, version, version, in);
  }

  /**
   * Reads that byte where there is more than one version to tell apart.
   *
   * @param subject what is stored, as errors call it
   * @return the version, from {@code oldest} to {@code newest}
   * @throws IOException if it is another one
   */
  public static int read(String subject, int oldest, int newest, DataInput in) throws IOException {
    byte written = in.readByte();
    if (written < oldest || written > newest) {
      throw new IOException(
          "%s must be of layout version %s, but was %d: restore it with the release that wrote it"
              .formatted(subject, oldest == newest ? newest : oldest + " to " + newest, written));
    }
    return written;
  }
}
