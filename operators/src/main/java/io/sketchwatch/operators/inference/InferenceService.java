package io.sketchwatch.operators.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs one model for many callers: inputs from all of them are gathered into batches, up to a size
 * or a linger time.
 *
 * <p>Every future that {@link #submit} returns completes: with the output, with the model's
 * failure, with {@link TimeoutException} if it had to wait too long, or with {@link
 * CancellationException} if the service was closed first. A failure is that of its batch alone; the
 * service goes on. A batch that runs is never given up, for native code can't be stopped: that is
 * the timeout of whoever waits. Outputs complete on a worker, so dependent work should be short.
 * Thread-safe.
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

  private final InferenceMetrics metrics = new InferenceMetrics();
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
    I prepared = model.prepare(input);
    CompletableFuture<O> output = new CompletableFuture<>();
    long patience = settings.timeout().toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && queue.size() >= settings.queueCapacity() && patience > 0) {
        patience = drained.awaitNanos(patience);
      }
      if (closed) {
        output.completeExceptionally(closedException());
      } else if (queue.size() >= settings.queueCapacity()) {
        output.completeExceptionally(timeoutException());
      } else {
        queue.add(new Pending<>(prepared, System.nanoTime(), output));
        signalIfMore();
      }
    } finally {
      lock.unlock();
    }
    return output;
  }

  /** What it measures of itself. */
  public InferenceMetrics metrics() {
    return metrics;
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

  private TimeoutException timeoutException() {
    return new TimeoutException(
        "Inference service '%s' must begin an input within %s, but was too slow: give it more workers, or fewer inputs"
            .formatted(name, settings.timeout()));
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
        long wait = queue.isEmpty() ? Long.MAX_VALUE : lingerLeft(queue.peek());
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

  /** A worker has to know of the first input, from which it lingers, and of a full batch. */
  private void signalIfMore() {
    if (queue.size() == 1 || queue.size() >= settings.maxBatch()) {
      filled.signalAll();
    }
  }

  private long lingerLeft(Pending<I, O> oldest) {
    return oldest.since + settings.linger().toNanos() - System.nanoTime();
  }

  private List<Pending<I, O>> drain() {
    List<Pending<I, O>> batch = new ArrayList<>();
    while (batch.size() < settings.maxBatch() && !queue.isEmpty()) {
      batch.add(queue.remove());
    }
    drained.signalAll();
    return batch;
  }

  /** Gives up those that waited too long; their callers have no use for an output any more. */
  private List<Pending<I, O>> inTime(List<Pending<I, O>> batch) {
    long now = System.nanoTime();
    List<Pending<I, O>> inTime = new ArrayList<>(batch.size());
    for (Pending<I, O> pending : batch) {
      metrics.waited(now - pending.since);
      if (now - pending.since > settings.timeout().toNanos()) {
        pending.output.completeExceptionally(timeoutException());
      } else {
        inTime.add(pending);
      }
    }
    return inTime;
  }

  private void run(List<Pending<I, O>> drained) {
    List<Pending<I, O>> batch = inTime(drained);
    if (batch.isEmpty()) {
      return;
    }
    batches.increment();
    inputs.add(batch.size());
    metrics.begun(batch.size());
    long begin = System.nanoTime();
    List<O> outputs = null;
    Throwable failure = null;
    try {
      outputs = apply(batch);
    } catch (Throwable e) {
      // Whatever the model throws, an error of a native library included, belongs to the callers.
      failure = e;
      failures.increment();
    }
    metrics.ended(System.nanoTime() - begin);
    for (int i = 0; i < batch.size(); i++) {
      if (failure == null) {
        batch.get(i).output.complete(outputs.get(i));
      } else {
        batch.get(i).output.completeExceptionally(failure);
      }
    }
  }

  private List<O> apply(List<Pending<I, O>> batch) throws Exception {
    List<O> outputs = model.apply(batch.stream().map(Pending::input).toList());
    if (outputs.size() != batch.size()) {
      throw new IllegalStateException(
          "Model '%s' must return one output an input, but returned %d for %d"
              .formatted(name, outputs.size(), batch.size()));
    }
    return outputs;
  }

  private record Pending<I, O>(I input, long since, CompletableFuture<O> output) {}
}
