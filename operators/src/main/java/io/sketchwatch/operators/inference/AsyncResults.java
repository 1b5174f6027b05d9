package io.sketchwatch.operators.inference;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.flink.streaming.api.functions.async.ResultFuture;

/**
 * Hands what comes of an asynchronous function's futures to Flink, a failure by its own cause, for
 * as long as the function is open. What it gives up when it closes is no failure of the job: those
 * inputs are in the savepoint that the job was stopped with, or come again. Thread-safe.
 */
public final class AsyncResults implements AutoCloseable {

  private volatile boolean closed;

  /** Completes the result, now or later, with the stage's one value or its failure. */
  public <T> void deliver(CompletionStage<T> stage, ResultFuture<T> result) {
    deliverAll(stage.thenApply(List::of), result);
  }

  /** Completes the result, now or later, with the stage's values or its failure. */
  public <T> void deliverAll(CompletionStage<List<T>> stage, ResultFuture<T> result) {
    var unused = stage.whenComplete((values, failure) -> complete(result, values, failure));
  }

  private <T> void complete(ResultFuture<T> result, List<T> values, Throwable failure) {
    if (closed) {
      return;
    }
    if (failure == null) {
      result.complete(values);
    } else {
      result.completeExceptionally(causeOf(failure));
    }
  }

  /** What made a future fail, whichever stage of it was asked. */
  public static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** From now on nothing is handed over: call it before anything that fails what is under way. */
  @Override
  public void close() {
    closed = true;
  }
}
