package io.sketchwatch.operators.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InferenceServiceTest {

  private static final Duration LONG = Duration.ofHours(1);

  /** Long enough for an idle worker to begin, on a busy machine too. */
  private static final Duration SHORT = Duration.ofMillis(500);

  @Test
  void shouldRunAFullBatchWithoutWaitingForTheLinger() throws Exception {
    DoublingModel model = new DoublingModel();
    try (var service = service(model, 3, LONG)) {
      var outputs = List.of(service.submit(1), service.submit(2), service.submit(3));

      assertThat(CompletableFuture.allOf(outputs.toArray(CompletableFuture[]::new)))
          .succeedsWithin(Duration.ofSeconds(20));
      assertThat(outputs.stream().map(CompletableFuture::join)).containsExactly(2, 4, 6);
      assertThat(model.batches).containsExactly(List.of(1, 2, 3));
    }
  }

  @Test
  void shouldRunAPartialBatchWhenTheLingerEnds() throws Exception {
    try (var service = service(new DoublingModel(), 100, Duration.ofMillis(5))) {
      assertThat(service.submit(21).get(20, TimeUnit.SECONDS)).isEqualTo(42);
      assertThat(service.batches()).isEqualTo(1);
    }
  }

  @Test
  void shouldGatherOneBatchFromManyCallers() throws Exception {
    DoublingModel model = new DoublingModel();
    try (var service = service(model, 16, LONG)) {
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        int input = i;
        callers.add(caller(() -> assertThat(service.submit(input).get()).isEqualTo(2 * input)));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(model.batches).hasSize(1);
      assertThat(model.batches.get(0)).containsExactlyInAnyOrderElementsOf(upTo(16));
    }
  }

  @Test
  void shouldFailOnlyTheBatchInWhichTheModelFailed() throws Exception {
    try (var service = service(new DoublingModel(), 1, Duration.ZERO)) {
      CompletableFuture<Integer> bad = service.submit(-1);
      CompletableFuture<Integer> good = service.submit(4);

      assertThatThrownBy(bad::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("negative");
      assertThat(good.get()).isEqualTo(8);
      assertThat(service.failures()).isEqualTo(1);
    }
  }

  @Test
  void shouldFailTheBatchWhenTheModelReturnsTooFewOutputs() throws Exception {
    DoublingModel model = new DoublingModel();
    model.forgetful = true;
    try (var service = service(model, 1, Duration.ZERO)) {
      assertThatThrownBy(() -> service.submit(1).get())
          .hasMessageContaining("one output an input, but returned 0 for 1");
    }
  }

  @Test
  void shouldHoldBackTheCallerWhileTheQueueIsFull() throws Exception {
    DoublingModel model = new DoublingModel();
    model.gate.drainPermits();
    try (var service = service(model, 1, Duration.ZERO)) {
      var unused = service.submit(1);
      model.entered.acquire();
      unused = service.submit(2);
      CountDownLatch submitted = new CountDownLatch(1);
      Thread caller =
          caller(
              () -> {
                var unusedThird = service.submit(3);
                submitted.countDown();
              });
      awaitWaiting(caller);
      assertThat(submitted.getCount()).isEqualTo(1);

      model.gate.release(3);

      assertThat(submitted.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void shouldRejectWhatWaitsAndCloseTheModelAfterTheRunningBatch() throws Exception {
    DoublingModel model = new DoublingModel();
    model.gate.drainPermits();
    InferenceService<Integer, Integer> service = service(model, 1, Duration.ZERO);
    CompletableFuture<Integer> running = service.submit(1);
    model.entered.acquire();
    CompletableFuture<Integer> waiting = service.submit(2);
    CompletableFuture<CompletableFuture<Integer>> blocked = new CompletableFuture<>();
    awaitWaiting(caller(() -> blocked.complete(service.submit(3))));

    Thread closing = caller(service::close);

    assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> blocked.get().get()).isInstanceOf(CancellationException.class);
    assertThat(model.closed.getCount()).isEqualTo(1);
    model.gate.release();
    closing.join();
    assertThat(running.get()).isEqualTo(2);
    assertThat(model.closed.getCount()).isZero();
    assertThatThrownBy(() -> service.submit(4).get()).isInstanceOf(CancellationException.class);
  }

  @Test
  void shouldGiveUpAnInputThatWaitsTooLongForRoom() throws Exception {
    DoublingModel model = new DoublingModel();
    model.gate.drainPermits();
    try (var service = service(model, 1, Duration.ZERO, SHORT)) {
      var unused = service.submit(1);
      model.entered.acquire();
      unused = service.submit(2);

      assertThatThrownBy(() -> service.submit(3).get())
          .hasCauseInstanceOf(TimeoutException.class)
          .hasMessageContaining("Inference service 'doubling' must begin an input within " + SHORT);

      model.gate.release(2);
    }
  }

  @Test
  void shouldNotRunAnInputThatWaitedTooLongForAWorker() throws Exception {
    DoublingModel model = new DoublingModel();
    model.gate.drainPermits();
    try (var service = service(model, 1, Duration.ZERO, SHORT)) {
      CompletableFuture<Integer> running = service.submit(1);
      model.entered.acquire();
      CompletableFuture<Integer> late = service.submit(2);
      CompletableFuture.delayedExecutor(2 * SHORT.toMillis(), TimeUnit.MILLISECONDS)
          .execute(model.gate::release);

      assertThatThrownBy(late::get).hasCauseInstanceOf(TimeoutException.class);
      assertThat(running.get()).isEqualTo(2);
      assertThat(model.batches).containsExactly(List.of(1));
    }
  }

  @Test
  void shouldMeasureItsBatches() throws Exception {
    DoublingModel model = new DoublingModel();
    try (var service = service(model, 2, LONG)) {
      model.gate.drainPermits();
      var outputs = List.of(service.submit(1), service.submit(2));
      model.entered.acquire();
      assertThat(service.metrics().inflightBatches()).isEqualTo(1);

      model.gate.release();
      assertThat(outputs.get(1).get()).isEqualTo(4);

      assertThat(service.metrics().inflightBatches()).isZero();
      assertThat(service.metrics().batchSize().getValues()).containsExactly(2);
      assertThat(service.metrics().batchLatencyMs().size()).isEqualTo(1);
      assertThat(service.metrics().queueWaitMs().size()).isEqualTo(2);
    }
  }

  @Test
  void shouldPrepareEachInputOnTheCallersThread() throws Exception {
    DoublingModel model = new DoublingModel();
    try (var service = service(model, 1, Duration.ZERO)) {
      assertThat(service.submit(3).get()).isEqualTo(6);

      assertThat(model.preparedBy).containsExactly(Thread.currentThread());
    }
  }

  private static InferenceService<Integer, Integer> service(
      DoublingModel model, int maxBatch, Duration linger) {
    return service(model, maxBatch, linger, LONG);
  }

  private static InferenceService<Integer, Integer> service(
      DoublingModel model, int maxBatch, Duration linger, Duration timeout) {
    return new InferenceService<>(
        "doubling",
        model,
        new InferenceSettings(maxBatch, linger, 1, timeout, InferenceDevice.CPU));
  }

  private static List<Integer> upTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  private static Thread caller(Call call) {
    Thread thread =
        new Thread(
            () -> {
              try {
                call.run();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    thread.start();
    return thread;
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  /** Doubles numbers, fails on negative ones, waits at a gate that starts open. */
  private static final class DoublingModel implements BatchModel<Integer, Integer> {

    final List<List<Integer>> batches = new ArrayList<>();
    final Semaphore gate = new Semaphore(1000);
    final Semaphore entered = new Semaphore(0);
    final CountDownLatch closed = new CountDownLatch(1);
    final List<Thread> preparedBy = new ArrayList<>();
    volatile boolean forgetful;

    @Override
    public Integer prepare(Integer input) {
      synchronized (preparedBy) {
        preparedBy.add(Thread.currentThread());
      }
      return input;
    }

    @Override
    public List<Integer> apply(List<Integer> batch) throws InterruptedException {
      entered.release();
      gate.acquire();
      batches.add(batch);
      if (batch.stream().anyMatch(input -> input < 0)) {
        throw new IllegalArgumentException("negative");
      }
      return forgetful ? List.of() : batch.stream().map(input -> 2 * input).toList();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
