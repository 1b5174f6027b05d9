package io.sketchwatch.operators.calibration;

import io.sketchwatch.core.calibration.BackgroundWindow;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.WindowPart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Matches of the current key that can't be judged yet: what a search has found waits for its end,
 * what the stream has found for the watermark, and at first for that search.
 *
 * <p>Of a window of the stream the {@value BackgroundWindow#MOST} tracklets that scored highest
 * wait: a budget allows far fewer, and while a stream catches up there may be many.
 */
final class WaitingCandidates {

  private static final ListStateDescriptor<Match> STREAM =
      new ListStateDescriptor<>("waiting-candidates", TypeInformation.of(Match.class));

  private static final MapStateDescriptor<PastScore, Match> PAST =
      new MapStateDescriptor<>(
          "past-candidates", TypeInformation.of(PastScore.class), TypeInformation.of(Match.class));

  private static final Comparator<Map.Entry<String, Double>> LEAST_FIRST =
      Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey());

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

  /** Adds a match of the stream, and drops who is no longer among the best of its window. */
  void add(Match match) throws Exception {
    List<Match> held = new ArrayList<>();
    stream.get().forEach(held::add);
    String dropped = outscored(held, match);
    if (dropped == null) {
      stream.add(match);
    } else if (!dropped.equals(match.trackletId())) {
      held.removeIf(other -> other.trackletId().equals(dropped));
      held.add(match);
      stream.update(held);
    }
  }

  /** Whose place another tracklet of its window needs; null if there is room. */
  private static String outscored(List<Match> held, Match match) {
    long window = WindowPart.numberOf(match.firstSeen());
    Map<String, Double> best = new HashMap<>();
    best.put(match.trackletId(), match.score());
    for (Match other : held) {
      if (WindowPart.numberOf(other.firstSeen()) == window) {
        best.merge(other.trackletId(), other.score(), Math::max);
      }
    }
    return best.size() <= BackgroundWindow.MOST
        ? null
        : Collections.min(best.entrySet(), LEAST_FIRST).getKey();
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

  /**
   * Takes out what is due of the stream.
   *
   * @param decidedFrom the first window that needn't wait for the search of the past
   */
  List<Match> takeDue(long watermark, long decidedFrom) throws Exception {
    List<Match> later = new ArrayList<>();
    List<Match> due = new ArrayList<>();
    for (Match match : stream.get()) {
      boolean isDue =
          dueAt(match) <= watermark && WindowPart.numberOf(match.firstSeen()) >= decidedFrom;
      (isDue ? due : later).add(match);
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
