package io.sketchwatch.operators.inference;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.flink.streaming.api.functions.async.ResultFuture;

/** Hands what comes of a future to Flink, a failure by its own cause. */
public final class AsyncResult {

  private AsyncResult() {}

  /** Completes the result, now or later, with the stage's one value or its failure. */
  public static <T> void deliver(CompletionStage<T> stage, ResultFuture<T> result) {
    deliverAll(stage.thenApply(List::of), result);
  }

  /** Completes the result, now or later, with the stage's values or its failure. */
  public static <T> void deliverAll(CompletionStage<List<T>> stage, ResultFuture<T> result) {
    var unused =
        stage.whenComplete(
            (values, failure) -> {
              if (failure == null) {
                result.complete(values);
              } else {
                result.completeExceptionally(causeOf(failure));
              }
            });
  }

  /** What made a future fail, whichever stage of it was asked. */
  public static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
