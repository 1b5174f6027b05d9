package io.sketchwatch.operators.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs one model for many callers: inputs from all of them are gathered into batches, up to a size
 * or a linger time.
 *
 * <p>Every future that {@link #submit} returns completes: with the output, with the model's
 * failure, or with {@link CancellationException} if the service was closed first. A failure is that
 * of its batch alone; the service goes on. Outputs complete on a worker, so dependent work should
 * be short. Thread-safe.
 *
 * @param <I> input
 * @param <O> output
 */
public final class InferenceService<I, O> implements AutoCloseable {

  private final String name;
  private final BatchModel<I, O> model;
  private final InferenceSettings settings;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final Queue<Pending<I, O>> queue = new ArrayDeque<>();
  private final List<Thread> workers = new ArrayList<>();
  private boolean closed;

  private final LongAdder batches = new LongAdder();
  private final LongAdder inputs = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /** Starts the workers; the service owns the model from here on. */
  public InferenceService(String name, BatchModel<I, O> model, InferenceSettings settings) {
    this.name = name;
    this.model = model;
    this.settings = settings;
    for (int i = 0; i < settings.workers(); i++) {
      Thread worker = new Thread(this::work, "inference-" + name + "-" + i);
      worker.setDaemon(true);
      workers.add(worker);
      worker.start();
    }
  }

  /**
   * Queues one input; blocks while the queue is full, which is the back-pressure on the caller.
   *
   * @throws InterruptedException if the caller is cancelled while it waits for room
   */
  public CompletableFuture<O> submit(I input) throws InterruptedException {
    Pending<I, O> pending = new Pending<>(input, System.nanoTime() + settings.linger().toNanos());
    lock.lockInterruptibly();
    try {
      while (!closed && queue.size() >= settings.queueCapacity()) {
        drained.await();
      }
      if (closed) {
        pending.output.completeExceptionally(closedException());
      } else {
        queue.add(pending);
        filled.signalAll();
      }
    } finally {
      lock.unlock();
    }
    return pending.output;
  }

  /** Inputs that wait for a worker. */
  public int queued() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Batches run so far. */
  public long batches() {
    return batches.sum();
  }

  /** Inputs run so far; divided by {@link #batches} the mean size of a batch. */
  public long inputs() {
    return inputs.sum();
  }

  /** Batches that failed so far. */
  public long failures() {
    return failures.sum();
  }

  /**
   * Rejects what still waits, lets the running batches end, then closes the model. It returns after
   * that even if the caller is interrupted, for a native model must not be freed under a running
   * call. A second call does nothing.
   */
  @Override
  public void close() {
    List<Pending<I, O>> rejected;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      rejected = new ArrayList<>(queue);
      queue.clear();
      filled.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
    rejected.forEach(pending -> pending.output.completeExceptionally(closedException()));
    joinWorkers();
    model.close();
  }

  private void joinWorkers() {
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private CancellationException closedException() {
    return new CancellationException("Inference service '" + name + "' is closed");
  }

  private void work() {
    for (List<Pending<I, O>> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
      run(batch);
    }
  }

  /** Waits for a full batch or the end of the first input's linger; empty once closed. */
  private List<Pending<I, O>> nextBatch() {
    lock.lock();
    try {
      while (!closed) {
        long wait = queue.isEmpty() ? Long.MAX_VALUE : queue.peek().deadline - System.nanoTime();
        if (wait <= 0 || queue.size() >= settings.maxBatch()) {
          return drain();
        }
        awaitFilled(wait);
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  // The caller loops; an interrupt of a worker means nothing here, only close() ends it.
  @SuppressWarnings("WaitNotInLoop")
  private void awaitFilled(long nanos) {
    try {
      filled.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.interrupted();
    }
  }

  private List<Pending<I, O>> drain() {
    List<Pending<I, O>> batch = new ArrayList<>();
    while (batch.size() < settings.maxBatch() && !queue.isEmpty()) {
      batch.add(queue.remove());
    }
    drained.signalAll();
    return batch;
  }

  // Whatever the model throws, an error of a native library included, belongs to the callers.
  private void run(List<Pending<I, O>> batch) {
    batches.increment();
    inputs.add(batch.size());
    try {
      List<O> outputs = model.apply(batch.stream().map(Pending::input).toList());
      if (outputs.size() != batch.size()) {
        throw new IllegalStateException(
            "Model '%s' must return one output an input, but returned %d for %d"
                .formatted(name, outputs.size(), batch.size()));
      }
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).output.complete(outputs.get(i));
      }
    } catch (Throwable e) {
      failures.increment();
      batch.forEach(pending -> pending.output.completeExceptionally(e));
    }
  }

  private record Pending<I, O>(I input, long deadline, CompletableFuture<O> output) {

    Pending(I input, long deadline) {
      this(input, deadline, new CompletableFuture<>());
    }
  }
}
