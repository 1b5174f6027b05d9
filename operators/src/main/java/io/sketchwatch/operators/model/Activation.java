package io.sketchwatch.operators.model;

import java.io.Serializable;
import java.time.Instant;

/**
 * One time that a model was put into service.
 *
 * @param epoch the highest is in force; 0 for the model that the job was started with
 * @param from capture time of the first tracklet that it is for
 * @param announcedAt wall clock
 */
public record Activation(long epoch, Instant from, Instant announcedAt) implements Serializable {

  private static final long serialVersionUID = 1;

  /** Whether this outranks another, wherever both have come into force. */
  boolean outranks(Activation other) {
    return epoch != other.epoch ? epoch > other.epoch : announcedAt.isAfter(other.announcedAt);
  }

  /** When it has come into force, by the wall clock or, in recorded footage, by that. */
  Instant inForce() {
    return from.isAfter(announcedAt) ? from : announcedAt;
  }
}
