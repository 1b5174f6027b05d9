package io.sketchwatch.operators.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedInferenceTest {

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();

  @Test
  void shouldOpenOneServiceForAllHoldersAndCloseItWithTheLast() throws Exception {
    var first = SharedInference.acquire("shared", this::openService);
    var second = SharedInference.acquire("shared", this::openService);
    assertThat(first.service()).isSameAs(second.service());

    first.close();
    first.close();
    assertThat(second.service().submit(7).get()).isEqualTo(7);
    second.close();

    assertThat(opened).hasValue(1);
    assertThat(open).hasValue(0);
  }

  @Test
  void shouldLeaveTheKeyFreeWhenOpeningFails() throws Exception {
    assertThatThrownBy(
            () ->
                SharedInference.<Integer, Integer>acquire(
                    "failing",
                    () -> {
                      throw new IOException("no such file");
                    }))
        .hasMessage("no such file");

    SharedInference.acquire("failing", this::openService).close();

    assertThat(opened).hasValue(1);
  }

  @Test
  void shouldNeverHoldTwoModelsOfAKeyUnderConcurrentLeases() throws Exception {
    ExecutorService subtasks = Executors.newFixedThreadPool(8);
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      done.add(subtasks.submit(() -> leaseAndUse(100)));
    }
    for (Future<?> subtask : done) {
      subtask.get();
    }
    subtasks.shutdown();

    assertThat(mostOpen).hasValue(1);
    assertThat(open).hasValue(0);
  }

  private Void leaseAndUse(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      try (var lease = SharedInference.acquire("contended", this::openService)) {
        assertThat(lease.service().submit(i).get()).isEqualTo(i);
      }
    }
    return null;
  }

  private InferenceService<Integer, Integer> openService() {
    opened.incrementAndGet();
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    return new InferenceService<>("echo", new EchoModel(), InferenceSettings.DEFAULT);
  }

  private final class EchoModel implements BatchModel<Integer, Integer> {

    @Override
    public List<Integer> apply(List<Integer> batch) {
      return batch;
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
