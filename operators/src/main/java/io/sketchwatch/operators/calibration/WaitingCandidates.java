package io.sketchwatch.operators.calibration;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.WindowPart;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Matches of the current key that can't be judged yet: what a search has found waits for its end,
 * and is read once; what the stream has found waits for the watermark as well.
 */
final class WaitingCandidates {

  private static final ListStateDescriptor<Match> STREAM =
      new ListStateDescriptor<>("waiting-candidates", TypeInformation.of(Match.class));

  private static final ListStateDescriptor<Match> PAST =
      new ListStateDescriptor<>("past-candidates", TypeInformation.of(Match.class));

  private final ListState<Match> stream;
  private final ListState<Match> past;

  WaitingCandidates(RuntimeContext context) {
    stream = context.getListState(STREAM);
    past = context.getListState(PAST);
  }

  /** The watermark from which on a match of the stream can be judged. */
  static long dueAt(Match match) {
    return WindowPart.start(WindowPart.numberOf(match.firstSeen()) - 1);
  }

  void add(Match match) throws Exception {
    (match.phase() == Phase.PAST ? past : stream).add(match);
  }

  /** All of the past; they stay. */
  List<Match> past() throws Exception {
    List<Match> found = new ArrayList<>();
    past.get().forEach(found::add);
    return found;
  }

  void clearPast() {
    past.clear();
  }

  /** Takes out what is due of the stream. */
  List<Match> takeDue(long watermark) throws Exception {
    List<Match> later = new ArrayList<>();
    List<Match> due = new ArrayList<>();
    for (Match match : stream.get()) {
      (dueAt(match) <= watermark ? due : later).add(match);
    }
    if (!due.isEmpty()) {
      stream.update(later);
    }
    return due;
  }

  void clear() {
    stream.clear();
    past.clear();
  }
}
