package io.sketchwatch.jobs.plan;

/**
 * What is to be watched.
 *
 * @param cameras at least 1
 * @param framesPerSecond of each camera, above 0
 * @param queries that are searched at once, 0 or more
 * @param retentionHours how long the gallery holds a sighting, above 0
 * @param peoplePerHour who walk by each camera, 0 or more
 */
public record Workload(
    int cameras, double framesPerSecond, int queries, double retentionHours, double peoplePerHour) {

  /** Most shots of a person that are embedded, each a sighting. */
  private static final int SHOTS = 3;

  public Workload {
    check("cameras", cameras, cameras >= 1, "at least 1");
    check("fps", framesPerSecond, isPositive(framesPerSecond), "above 0");
    check("queries", queries, queries >= 0, "0 or more");
    check("retention", retentionHours, isPositive(retentionHours), "above 0");
    check("people", peoplePerHour, peoplePerHour == 0 || isPositive(peoplePerHour), "0 or more");
  }

  private static boolean isPositive(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  private static void check(String name, Number value, boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Expected --%s %s, but was %s".formatted(name, rule, value));
    }
  }

  /** Frames a second of all cameras. */
  public double allFramesPerSecond() {
    return cameras * framesPerSecond;
  }

  /** Sightings a second of all cameras: every person takes all {@value #SHOTS} shots. */
  public double sightingsPerSecond() {
    return cameras * peoplePerHour * SHOTS / 3600;
  }

  /** Sightings that the gallery holds. */
  public double sightings() {
    return sightingsPerSecond() * retentionHours * 3600;
  }
}
