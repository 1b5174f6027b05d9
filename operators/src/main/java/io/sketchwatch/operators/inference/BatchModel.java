package io.sketchwatch.operators.inference;

import java.util.List;

/**
 * What an {@link InferenceService} runs. {@link #prepare} is called by any number of threads at
 * once, {@link #apply} by as many as the service has workers; {@link #close} comes once, after the
 * last call of {@link #apply} has returned.
 *
 * @param <I> input
 * @param <O> output
 */
public interface BatchModel<I, O> extends AutoCloseable {

  /**
   * Does on the caller's thread what need not wait for a worker.
   *
   * @return an input with the same output; the input itself unless a model knows better
   */
  default I prepare(I input) {
    return input;
  }

  /**
   * Runs one batch.
   *
   * @param batch 1 to {@link InferenceSettings#maxBatch} inputs
   * @return one output an input, in order
   */
  List<O> apply(List<I> batch) throws Exception;

  @Override
  void close();
}
