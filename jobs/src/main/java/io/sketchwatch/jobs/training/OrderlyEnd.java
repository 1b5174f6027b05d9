package io.sketchwatch.jobs.training;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a training after the running step when the process is asked to end. The process waits for
 * that, because the engine crashes if the process goes in the middle of a step.
 */
final class OrderlyEnd implements AutoCloseable {

  /** More than any step takes. */
  private static final long PATIENCE_MINUTES = 10;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::ask, "orderly-end");
  private volatile boolean isAsked;

  private OrderlyEnd() {}

  /** Listens for the process's end until closed. */
  static OrderlyEnd listening() {
    OrderlyEnd end = new OrderlyEnd();
    Runtime.getRuntime().addShutdownHook(end.hook);
    return end;
  }

  /** Asks for the end and waits for it. */
  void ask() {
    isAsked = true;
    try {
      if (!done.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        System.err.println("The training did not end within " + PATIENCE_MINUTES + " minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * To be called after each step.
   *
   * @throws CancellationException if the end is asked for
   */
  void check() {
    if (isAsked) {
      throw new CancellationException(
          "Training was stopped: give the same command again to go on from its last checkpoint");
    }
  }

  /** The training has ended. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is going already: the hook runs, and ends now.
      return;
    }
  }
}
