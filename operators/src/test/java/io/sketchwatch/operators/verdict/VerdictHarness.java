package io.sketchwatch.operators.verdict;

import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.match.Match;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** The stage that applies verdicts, with failures; photos that are 18 degrees apart are alike. */
final class VerdictHarness implements AutoCloseable {

  static final GalleryRetention RETENTION =
      new GalleryRetention(Duration.ofMinutes(10), Duration.ofHours(1));

  private KeyedTwoInputStreamOperatorTestHarness<String, Match, Verdict, Match> harness;

  VerdictHarness() throws Exception {
    open(null);
  }

  void see(Match match) throws Exception {
    harness.processElement1(match, 0);
  }

  void say(Verdict verdict) throws Exception {
    harness.processElement2(verdict, 0);
  }

  /** Sets the wall clock that state expires by. */
  void setTime(Duration sinceStart) throws Exception {
    harness.setStateTtlProcessingTime(sinceStart.toMillis());
  }

  /** What has passed since this was asked last. */
  List<Match> takePassed() {
    List<Match> passed = harness.extractOutputValues();
    harness.getOutput().clear();
    return passed;
  }

  /** All since the last failure. */
  List<ExemplarUpdate> exemplars() {
    return harness.getSideOutput(ApplyVerdictsFunction.EXEMPLARS).stream()
        .map(StreamRecord::getValue)
        .toList();
  }

  /** Fails right after a checkpoint, and goes on. */
  void restore() throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state);
  }

  private void open(OperatorSubtaskState state) throws Exception {
    var function = new ApplyVerdictsFunction(RETENTION, new PhotoThresholds(null));
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(function), Match::queryId, Verdict::queryId, Types.STRING);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
