package io.sketchwatch.operators.alert;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.operators.gallery.GalleryKey;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.MatchQueriesFunction;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The subtasks of the match stage and the alert stage behind them, with checkpoints. */
final class MatchingHarness implements AutoCloseable {

  private static final int MAX_PARALLELISM = 8;
  private static final GalleryRetention RETENTION =
      new GalleryRetention(Duration.ofMinutes(10), Duration.ofHours(1));

  private final List<
          KeyedBroadcastOperatorTestHarness<GalleryKey, GalleryRecord, WatchlistUpdate, Match>>
      matching = new ArrayList<>();
  private KeyedOneInputStreamOperatorTestHarness<String, Match, Alert> alerting;
  private OperatorSubtaskState matchingState;
  private int checkpointedParallelism;
  private OperatorSubtaskState alertingState;

  MatchingHarness(int parallelism) throws Exception {
    open(parallelism);
  }

  List<Alert> see(GalleryRecord record) throws Exception {
    int subtask =
        KeyGroupRangeAssignment.assignKeyToParallelOperator(
            record.key(), MAX_PARALLELISM, matching.size());
    matching.get(subtask).processElement(record, 0);
    return drain();
  }

  List<Alert> update(WatchlistUpdate update) throws Exception {
    for (var subtask : matching) {
      subtask.processBroadcastElement(update, 0);
    }
    return drain();
  }

  void checkpoint() throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (var subtask : matching) {
      states.add(subtask.snapshot(1, 1));
    }
    matchingState =
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(OperatorSubtaskState[]::new));
    checkpointedParallelism = matching.size();
    alertingState = alerting.snapshot(1, 1);
  }

  /** Goes back to the last checkpoint, or to the start if there is none. */
  void restore(int parallelism) throws Exception {
    close();
    open(parallelism);
  }

  private List<Alert> drain() throws Exception {
    for (var subtask : matching) {
      for (Match match : subtask.extractOutputValues()) {
        alerting.processElement(match, 0);
      }
      subtask.getOutput().clear();
    }
    List<Alert> alerts = List.copyOf(alerting.extractOutputValues());
    alerting.getOutput().clear();
    return alerts;
  }

  private void open(int parallelism) throws Exception {
    for (int i = 0; i < parallelism; i++) {
      var subtask =
          new KeyedBroadcastOperatorTestHarness<>(
              new CoBroadcastWithKeyedOperator<>(
                  new MatchQueriesFunction(), List.of(MatchQueriesFunction.WATCHLIST)),
              GalleryRecord::key,
              TypeInformation.of(GalleryKey.class),
              MAX_PARALLELISM,
              parallelism,
              i);
      if (matchingState != null) {
        subtask.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                matchingState, MAX_PARALLELISM, checkpointedParallelism, parallelism, i));
      }
      subtask.open();
      matching.add(subtask);
    }
    alerting =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new SuppressRepeatAlertsFunction(RETENTION)),
            Match::queryId,
            Types.STRING);
    if (alertingState != null) {
      alerting.initializeState(alertingState);
    }
    alerting.open();
  }

  @Override
  public void close() throws Exception {
    for (var subtask : matching) {
      subtask.close();
    }
    matching.clear();
    alerting.close();
  }
}
