package io.sketchwatch.jobs.evaluation;

/**
 * How traffic changes from one moment to the next.
 *
 * @param name the case
 * @param rate how many times as many tracklets come
 * @param offset added to every score
 * @param spread how many times as far scores are from {@link #CENTRE}
 * @param crowd which part of the people now belongs to a new group that is nearer to the sketch
 */
record TrafficShift(String name, double rate, double offset, double spread, double crowd) {

  /** Where a wider spread leaves scores as they are. */
  static final double CENTRE = 0.22;

  /** No change. */
  static final TrafficShift NONE = new TrafficShift("none", 1, 0, 1, 0);
}
