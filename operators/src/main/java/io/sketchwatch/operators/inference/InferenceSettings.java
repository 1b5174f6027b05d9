package io.sketchwatch.operators.inference;

import java.io.Serializable;
import java.time.Duration;

/**
 * How an {@link InferenceService} forms batches, and where its model runs.
 *
 * @param maxBatch most inputs of a batch, at least 1
 * @param linger how long the first input of a batch waits for company; zero or more
 * @param workers batches that run at once, at least 1
 * @param timeout how long an input may wait, for room and then for a worker; above zero
 * @param device wanted for the model
 */
public record InferenceSettings(
    int maxBatch, Duration linger, int workers, Duration timeout, InferenceDevice device)
    implements Serializable {

  /** Batches of 8, 10 ms of linger, one worker, a minute's patience, on the CPU. */
  public static final InferenceSettings DEFAULT =
      new InferenceSettings(
          8, Duration.ofMillis(10), 1, Duration.ofMinutes(1), InferenceDevice.CPU);

  public InferenceSettings {
    if (maxBatch < 1
        || workers < 1
        || linger.isNegative()
        || timeout.isNegative()
        || timeout.isZero()) {
      throw new IllegalArgumentException(
          ("Expected a batch and workers of at least 1, a linger of at least zero and a timeout"
                  + " above it, but was batch %d, workers %d, linger %s, timeout %s")
              .formatted(maxBatch, workers, linger, timeout));
    }
  }

  /**
   * Inputs that may wait: one batch a worker, so that an input which has found room is run at the
   * latest after the linger or the batch before it.
   */
  public int queueCapacity() {
    return Math.multiplyExact(maxBatch, workers);
  }
}
