package io.sketchwatch.operators.model;

import io.sketchwatch.core.model.ModelManifest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A check of one package, on a thread of its own, until it has a result or takes too long. */
final class RunningCheck {

  private final AnnouncedPackage announced;
  private final Duration timeout;
  private final long deadline;
  private final FutureTask<ModelManifest> task;

  private RunningCheck(PackageCheck check, AnnouncedPackage announced, Duration timeout) {
    this.announced = announced;
    this.timeout = timeout;
    this.deadline = System.nanoTime() + timeout.toNanos();
    this.task = new FutureTask<>(() -> check.check(announced));
  }

  static RunningCheck begin(PackageCheck check, AnnouncedPackage announced, Duration timeout) {
    RunningCheck running = new RunningCheck(check, announced, timeout);
    Thread thread = new Thread(running.task, "verify-model-" + announced.modelId());
    thread.setDaemon(true);
    thread.start();
    return running;
  }

  String modelId() {
    return announced.modelId();
  }

  boolean isSettled() {
    return task.isDone() || System.nanoTime() - deadline >= 0;
  }

  /** Waits until it is settled. */
  void await() throws InterruptedException {
    try {
      task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      // That is for manifest() to tell.
    }
  }

  /**
   * What the package says of itself; call it when it is settled.
   *
   * @throws IOException why the package may not be used
   */
  ModelManifest manifest() throws IOException {
    if (!task.isDone()) {
      cancel();
      throw new IOException(
          "Model '%s' must be verified within %s, but was not: is '%s' within reach?"
              .formatted(announced.modelId(), timeout, announced.uri()));
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException refused
          ? refused
          : new IOException(
              "Model '%s' can't be verified: %s".formatted(announced.modelId(), e.getCause()),
              e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("A task that is done never waits", e);
    }
  }

  /** Gives it up; a thread inside native code goes on until that returns, and is then ignored. */
  void cancel() {
    task.cancel(true);
  }
}
