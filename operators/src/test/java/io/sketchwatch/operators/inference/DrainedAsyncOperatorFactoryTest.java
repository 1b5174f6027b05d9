package io.sketchwatch.operators.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DrainedAsyncOperatorFactoryTest {

  @Test
  void shouldEmitWhatIsUnderWayInOrderBeforeABarrierPasses() throws Exception {
    try (var harness = harness(new AnswerLater())) {
      harness.open();
      for (int record = 0; record < 5; record++) {
        harness.processElement(record, record);
      }

      harness.prepareSnapshotPreBarrier(1);

      assertThat(harness.extractOutputValues()).containsExactly(0, 1, 2, 3, 4);
    }
  }

  @Test
  void shouldLeaveNothingInStateThatCouldGoToAnotherSubtask() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness(new AnswerLater())) {
      harness.open();
      harness.processElement(1, 1);
      harness.prepareSnapshotPreBarrier(1);
      state = harness.snapshot(1, 1);
    }
    var answers = new AnswerLater();
    try (var harness = harness(answers)) {
      harness.initializeState(state);
      harness.open();
      harness.processElement(2, 2);
      harness.prepareSnapshotPreBarrier(2);

      assertThat(harness.extractOutputValues()).containsExactly(2);
    }
  }

  @Test
  void shouldGoOnBetweenBarriers() throws Exception {
    try (var harness = harness(new AnswerLater())) {
      harness.open();
      for (int record = 0; record < 3; record++) {
        harness.processElement(record, record);
        harness.prepareSnapshotPreBarrier(record);
      }

      assertThat(harness.extractOutputValues()).containsExactly(0, 1, 2);
    }
  }

  private static OneInputStreamOperatorTestHarness<Integer, Integer> harness(
      AsyncFunction<Integer, Integer> function) throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<Integer, Integer>(
            new DrainedAsyncOperatorFactory<>(function, Duration.ofSeconds(30), 8),
            IntSerializer.INSTANCE);
    harness.setup(IntSerializer.INSTANCE);
    return harness;
  }

  /** The first record is answered last. */
  private static final class AnswerLater implements AsyncFunction<Integer, Integer> {

    private static final long serialVersionUID = 1;

    @Override
    public void asyncInvoke(Integer record, ResultFuture<Integer> result) {
      CompletableFuture.delayedExecutor(100 - 20L * record, TimeUnit.MILLISECONDS)
          .execute(() -> result.complete(List.of(record)));
    }
  }
}
