package io.sketchwatch.operators.match;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** The last checkpoint of all subtasks of a stage, from which as many others may start. */
final class StageCheckpoint {

  private final int keyGroups;

  private OperatorSubtaskState state;
  private int parallelism;

  StageCheckpoint(int keyGroups) {
    this.keyGroups = keyGroups;
  }

  void take(List<? extends AbstractStreamOperatorTestHarness<?>> subtasks) throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (AbstractStreamOperatorTestHarness<?> subtask : subtasks) {
      subtask.prepareSnapshotPreBarrier(1);
      states.add(subtask.snapshot(1, 1));
    }
    state =
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(OperatorSubtaskState[]::new));
    parallelism = subtasks.size();
  }

  /** Opens a subtask of so many with its part of the checkpoint, or empty if there is none. */
  void open(AbstractStreamOperatorTestHarness<?> subtask, int of, int index) throws Exception {
    if (state != null) {
      subtask.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              state, keyGroups, parallelism, of, index));
    }
    subtask.open();
  }
}
