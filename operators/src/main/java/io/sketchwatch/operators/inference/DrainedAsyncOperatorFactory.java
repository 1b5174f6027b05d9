package io.sketchwatch.operators.inference;

import java.time.Duration;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperator;
import org.apache.flink.streaming.api.operators.legacy.YieldingOperatorFactory;
import org.apache.flink.streaming.util.retryable.AsyncRetryStrategies;

/**
 * Flink's operator of {@code AsyncDataStream.orderedWait}, but what is under way is finished and
 * emitted before a barrier passes, instead of kept in state.
 *
 * <p>Flink deals that state out to whichever subtasks there are after a change of parallelism,
 * where records of one camera overtake each other. Here the order lasts, at the price of
 * checkpoints that wait for as many records as may be under way.
 */
public final class DrainedAsyncOperatorFactory<I, O> extends AbstractStreamOperatorFactory<O>
    implements OneInputStreamOperatorFactory<I, O>, YieldingOperatorFactory<O> {

  private static final long serialVersionUID = 1;

  private final AsyncFunction<I, O> function;
  private final Duration timeout;
  private final int capacity;

  /**
   * A factory for a function that does not retry.
   *
   * @param timeout how long one record may take; a barrier waits no longer than that either
   * @param capacity records that may be under way in a subtask; at least 1
   */
  public DrainedAsyncOperatorFactory(AsyncFunction<I, O> function, Duration timeout, int capacity) {
    this.function = function;
    this.timeout = timeout;
    this.capacity = capacity;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Flink's signature
  public <T extends StreamOperator<O>> T createStreamOperator(
      StreamOperatorParameters<O> parameters) {
    return (T) new DrainedAsyncOperator<>(this, parameters);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return DrainedAsyncOperator.class;
  }

  private static final class DrainedAsyncOperator<I, O> extends AsyncWaitOperator<I, O> {

    private static final long serialVersionUID = 1;

    DrainedAsyncOperator(
        DrainedAsyncOperatorFactory<I, O> factory, StreamOperatorParameters<O> parameters) {
      super(
          parameters,
          factory.function,
          factory.timeout.toMillis(),
          factory.capacity,
          OutputMode.ORDERED,
          AsyncRetryStrategies.NO_RETRY_STRATEGY,
          factory.processingTimeService,
          factory.getMailboxExecutor());
    }

    /** Ends nothing: to end the input is to wait for what is under way, and no more. */
    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
      endInput();
    }
  }
}
