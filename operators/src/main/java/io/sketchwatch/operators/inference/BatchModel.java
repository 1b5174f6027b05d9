package io.sketchwatch.operators.inference;

import java.util.List;

/**
 * What an {@link InferenceService} runs. {@link #apply} is called by as many threads at once as the
 * service has workers; {@link #close} comes once, after the last call has returned.
 *
 * @param <I> input
 * @param <O> output
 */
public interface BatchModel<I, O> extends AutoCloseable {

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
