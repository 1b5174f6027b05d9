package io.sketchwatch.operators.model;

import java.time.Instant;

/**
 * When a camera has taken up a model.
 *
 * @param modelId the model
 * @param activation by which it was put into service
 * @param from first detection of the first tracklet that it is for
 */
public record TakenUp(String modelId, Activation activation, Instant from) {

  /** Whether whatever comes under another comes under this instead. */
  boolean replaces(TakenUp other) {
    return activation.outranks(other.activation) && !from.isAfter(other.from);
  }
}
