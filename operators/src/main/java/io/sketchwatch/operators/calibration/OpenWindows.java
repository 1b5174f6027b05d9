package io.sketchwatch.operators.calibration;

import io.sketchwatch.core.calibration.BackgroundWindow;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.WatchlistKey;
import io.sketchwatch.operators.match.WindowPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** What the stream has told of windows that are not learned yet, of the key that is set. */
final class OpenWindows {

  private static final MapStateDescriptor<Long, WindowPart> PARTS =
      new MapStateDescriptor<>("open-windows", Types.LONG, TypeInformation.of(WindowPart.class));

  private static final MapStateDescriptor<String, TrackletScore> TRACKLETS =
      new MapStateDescriptor<>(
          "open-tracklets", Types.STRING, TypeInformation.of(TrackletScore.class));

  private final MapState<Long, WindowPart> parts;
  private final MapState<String, TrackletScore> tracklets;

  OpenWindows(RuntimeContext context) {
    parts = context.getMapState(PARTS);
    tracklets = context.getMapState(TRACKLETS);
  }

  void clear() {
    parts.clear();
    tracklets.clear();
  }

  void add(WindowPart part) throws Exception {
    WindowPart before = parts.get(part.number());
    parts.put(part.number(), before == null ? part : before.plus(part));
  }

  /** A tracklet counts by its best shot. */
  void add(long window, Match match) throws Exception {
    TrackletScore before = tracklets.get(match.trackletId());
    if (before == null || match.score() > before.score()) {
      tracklets.put(match.trackletId(), new TrackletScore(window, match.score()));
    }
  }

  /** Windows that are to be learned by a watermark, ascending. */
  List<Long> toLearn(WatchlistKey key, long watermark) throws Exception {
    List<Long> over = new ArrayList<>();
    for (long number : parts.keys()) {
      if (LearningTime.of(key, number) <= watermark) {
        over.add(number);
      }
    }
    over.sort(null);
    return over;
  }

  /**
   * Takes out a window, and the scores of those before.
   *
   * @param windows how many it stands for: with those before of which nothing was told
   */
  BackgroundWindow take(long number, long windows) throws Exception {
    WindowPart part = parts.get(number);
    parts.remove(number);
    return BackgroundWindow.of(
        windows * WindowPart.LENGTH.toMillis(),
        part.moments(),
        takeScores(number, part.floor()),
        part.floor());
  }

  private double[] takeScores(long number, double floor) throws Exception {
    List<String> over = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (Map.Entry<String, TrackletScore> entry : tracklets.entries()) {
      TrackletScore tracklet = entry.getValue();
      if (tracklet.window() <= number) {
        over.add(entry.getKey());
      }
      if (tracklet.window() == number && tracklet.score() >= floor) {
        scores.add(tracklet.score());
      }
    }
    for (String tracklet : over) {
      tracklets.remove(tracklet);
    }
    return scores.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
