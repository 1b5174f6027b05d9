package io.sketchwatch.jobs.command;

import java.io.IOException;
import java.nio.file.Path;

/** Shows a page to a person who sits at this machine. */
final class Browser {

  private Browser() {}

  /** Opens a page where there is a desktop; elsewhere, and if that fails, does nothing. */
  static void open(Path page) {
    boolean desktop =
        System.getenv("DISPLAY") != null
            || System.getenv("WAYLAND_DISPLAY") != null
            || System.getProperty("os.name").startsWith("Mac");
    if (!desktop) {
      return;
    }
    String opener = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
    try {
      new ProcessBuilder(opener, page.toAbsolutePath().toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // The path of the page is printed anyway.
      return;
    }
  }
}
