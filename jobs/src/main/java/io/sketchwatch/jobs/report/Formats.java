package io.sketchwatch.jobs.report;

import io.sketchwatch.core.image.Media;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/** How values read on the page; times are UTC. Public for the template engine only. */
public final class Formats {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.S", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  public String day(Instant instant) {
    return DAY.format(instant) + " UTC";
  }

  public String time(Instant instant) {
    return TIME.format(instant);
  }

  /** Such as {@code 1 min 5 s}; tenths of seconds below a minute. */
  public String duration(Duration duration) {
    return duration.toMinutes() == 0
        ? "%.1f s".formatted(duration.toMillis() / 1000.0)
        : "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
  }

  public String score(double score) {
    return String.format(Locale.ROOT, "%.3f", score);
  }

  public String count(long count) {
    return String.format(Locale.ENGLISH, "%,d", count);
  }

  public String rate(double perSecond) {
    return String.format(Locale.ENGLISH, "%,.1f", perSecond);
  }

  public String percent(double part) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * part);
  }

  /** A picture that the page carries itself; a picture kept elsewhere is an error. */
  public String picture(Media media) {
    if (media.data() == null) {
      throw new IllegalArgumentException(
          "Expected a picture in line, but was a reference: " + media.uri());
    }
    return "data:"
        + media.mediaType()
        + ";base64,"
        + Base64.getEncoder().encodeToString(media.data());
  }
}
