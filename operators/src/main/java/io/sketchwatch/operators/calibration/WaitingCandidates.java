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
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Matches of the current key that can't be judged yet: what a search has found waits for its end;
 * what the stream has found waits for the watermark as well.
 */
final class WaitingCandidates {

  private static final ListStateDescriptor<Match> STREAM =
      new ListStateDescriptor<>("waiting-candidates", TypeInformation.of(Match.class));

  private static final MapStateDescriptor<Long, Match> PAST =
      new MapStateDescriptor<>("past-candidates", Types.LONG, TypeInformation.of(Match.class));

  private static final ListStateDescriptor<PastScore> PAST_SCORES =
      new ListStateDescriptor<>("past-scores", TypeInformation.of(PastScore.class));

  private final ListState<Match> stream;
  private final MapState<Long, Match> past;
  private final ListState<PastScore> pastScores;

  WaitingCandidates(RuntimeContext context) {
    stream = context.getListState(STREAM);
    past = context.getMapState(PAST);
    pastScores = context.getListState(PAST_SCORES);
  }

  /** The watermark from which on a match of the stream can be judged. */
  static long dueAt(Match match) {
    return WindowPart.start(WindowPart.numberOf(match.firstSeen()) - 1);
  }

  void add(Match match) throws Exception {
    stream.add(match);
  }

  /** A match of the past, numbered from 0 on. */
  void addPast(long number, Match match) throws Exception {
    past.put(number, match);
    pastScores.add(new PastScore(number, match.trackletId(), match.score()));
  }

  /** What all matches of the past have scored; the matches stay. */
  List<PastScore> pastScores() throws Exception {
    List<PastScore> scores = new ArrayList<>();
    pastScores.get().forEach(scores::add);
    return scores;
  }

  /** The match of a score. */
  Match past(PastScore score) throws Exception {
    return past.get(score.number());
  }

  void clearPast() {
    past.clear();
    pastScores.clear();
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
