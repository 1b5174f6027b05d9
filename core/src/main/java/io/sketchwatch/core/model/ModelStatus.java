package io.sketchwatch.core.model;

import io.sketchwatch.core.text.OneLine;
import java.time.Instant;

/**
 * What the job makes of an announced model: topic {@code model-status}.
 *
 * @param modelId the model
 * @param state what it has come to
 * @param epoch of the announcement that it speaks of; 0 where none is known
 * @param reason why it was refused or retired, made {@link OneLine one line}; null otherwise
 * @param difference of a candidate's alerts; null in any other state, and when it begins
 * @param at when this was known, wall clock
 */
public record ModelStatus(
    String modelId,
    State state,
    long epoch,
    String reason,
    AlertDifference difference,
    Instant at) {

  public ModelStatus {
    reason = reason == null ? null : OneLine.of(reason);
  }

  /** What a model has come to. */
  public enum State {
    /** Verified, and used from its time on. */
    LOADED,
    /** Not used; whatever was in force before goes on. */
    REFUSED,
    /** Verified, and compared with the one in force; it alerts nobody. */
    SHADOW,
    /** No longer used. */
    RETIRED
  }
}
