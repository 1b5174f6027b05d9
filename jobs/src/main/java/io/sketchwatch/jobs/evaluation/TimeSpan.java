package io.sketchwatch.jobs.evaluation;

import java.io.Serializable;

/**
 * From one moment to another, by the wall clock, in milliseconds since 1970.
 *
 * @param begin inclusive
 * @param end at or after the beginning
 */
record TimeSpan(long begin, long end) implements Serializable {

  long millis() {
    return end - begin;
  }

  boolean overlaps(TimeSpan other) {
    return begin <= other.end && other.begin <= end;
  }
}
