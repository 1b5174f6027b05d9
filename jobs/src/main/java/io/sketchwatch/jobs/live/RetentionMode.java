package io.sketchwatch.jobs.live;

/** What the job keeps of people whom no query has matched. */
public enum RetentionMode {
  /** The gallery, topics {@code sightings} and {@code crops}, for their retention. */
  RETAINED,
  /**
   * No gallery and no crops: queries find who comes after them, and alerts name the frame alone.
   * What stages hold for the moments that they need it is told in {@code OPERATIONS.md}.
   */
  ZERO
}
