package io.sketchwatch.operators.inference;

import java.io.Serializable;
import java.time.Duration;

/**
 * How an {@link InferenceService} forms batches.
 *
 * @param maxBatch most inputs of a batch, at least 1
 * @param linger how long the first input of a batch waits for company; zero or more
 * @param queueCapacity inputs that may wait, at least {@code maxBatch}; beyond it {@code submit}
 *     blocks
 * @param workers batches that run at once, at least 1
 */
public record InferenceSettings(int maxBatch, Duration linger, int queueCapacity, int workers)
    implements Serializable {

  /** Batches of 8, 10 ms of linger, 32 waiting inputs, one worker. */
  public static final InferenceSettings DEFAULT =
      new InferenceSettings(8, Duration.ofMillis(10), 32, 1);

  public InferenceSettings {
    if (maxBatch < 1 || workers < 1 || queueCapacity < maxBatch || linger.isNegative()) {
      throw new IllegalArgumentException(
          ("Expected a batch and workers of at least 1, a queue of at least a batch and a linger"
                  + " of at least zero, but was batch %d, workers %d, queue %d, linger %s")
              .formatted(maxBatch, workers, queueCapacity, linger));
    }
  }
}
