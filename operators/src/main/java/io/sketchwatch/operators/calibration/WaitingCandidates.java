package io.sketchwatch.operators.calibration;

import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.WindowPart;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Matches of the current key that can't be judged yet: what a search has found waits for its end;
 * what the stream has found waits for the watermark as well.
 */
final class WaitingCandidates {

  private static final ListStateDescriptor<Match> STREAM =
      new ListStateDescriptor<>("waiting-candidates", TypeInformation.of(Match.class));

  private static final MapStateDescriptor<PastScore, Match> PAST =
      new MapStateDescriptor<>(
          "past-candidates", TypeInformation.of(PastScore.class), TypeInformation.of(Match.class));

  private final ListState<Match> stream;
  private final MapState<PastScore, Match> past;

  WaitingCandidates(RuntimeContext context) {
    stream = context.getListState(STREAM);
    past = context.getMapState(PAST);
  }

  /** The watermark from which on a match of the stream can be judged. */
  static long dueAt(Match match) {
    return LearningTime.of(
        match.key(), WindowPart.numberOf(match.firstSeen()) - CalibrateFunction.AHEAD);
  }

  void add(Match match) throws Exception {
    stream.add(match);
  }

  /** A match of the past, numbered from 0 on. */
  void addPast(long number, Match match) throws Exception {
    past.put(new PastScore(number, match.trackletId(), match.score()), match);
  }

  /** What all matches of the past have scored, in no order; the matches stay. */
  List<PastScore> pastScores() throws Exception {
    List<PastScore> scores = new ArrayList<>();
    past.keys().forEach(scores::add);
    return scores;
  }

  /** The match of a score. */
  Match past(PastScore score) throws Exception {
    return past.get(score);
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
    clearPast();
  }
}
