package io.sketchwatch.operators.alert;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.match.History;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.MatchingSubtasks;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The match stage and the alert stage behind it, with checkpoints. */
final class MatchingHarness implements History.Job, AutoCloseable {

  private static final GalleryRetention RETENTION =
      new GalleryRetention(Duration.ofMinutes(10), Duration.ofHours(1));

  private final MatchingSubtasks matching;
  private final List<Alert> alerts = new ArrayList<>();

  private KeyedOneInputStreamOperatorTestHarness<String, Match, Alert> alerting;
  private OperatorSubtaskState alertingState;
  private int alertedMatches;
  private int checkpointedAlerts;

  MatchingHarness(int parallelism) throws Exception {
    matching = new MatchingSubtasks(parallelism);
    openAlerting();
  }

  @Override
  public void see(Sighting sighting) throws Exception {
    matching.see(sighting);
    alert();
  }

  @Override
  public void update(WatchlistUpdate update) throws Exception {
    matching.update(update);
    alert();
  }

  @Override
  public void slice() throws Exception {
    matching.slice();
    alert();
  }

  @Override
  public void checkpoint() throws Exception {
    matching.checkpoint();
    alert();
    alertingState = alerting.snapshot(1, 1);
    checkpointedAlerts = alerts.size();
  }

  @Override
  public void restore(int parallelism) throws Exception {
    alerting.close();
    matching.restore(parallelism);
    alertedMatches = matching.matches().size();
    alerts.subList(checkpointedAlerts, alerts.size()).clear();
    openAlerting();
  }

  /** All since the start that no failure has taken back. */
  List<Alert> alerts() {
    return alerts;
  }

  private void alert() throws Exception {
    List<Match> matches = matching.matches();
    for (; alertedMatches < matches.size(); alertedMatches++) {
      alerting.processElement(matches.get(alertedMatches), 0);
    }
    alerts.addAll(alerting.extractOutputValues());
    alerting.getOutput().clear();
  }

  private void openAlerting() throws Exception {
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
    matching.close();
    alerting.close();
  }
}
