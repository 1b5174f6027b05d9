package io.sketchwatch.operators.calibration;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.calibration.BackgroundWindow;
import io.sketchwatch.core.calibration.Calibration;
import io.sketchwatch.core.calibration.ScoreBackground;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.match.BackgroundPart;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.PastPart;
import io.sketchwatch.operators.match.WatchlistKey;
import io.sketchwatch.operators.match.WindowPart;
import io.sketchwatch.operators.model.ShadowName;
import io.sketchwatch.operators.query.SearchProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Judges, by query, model and exemplar, matches of queries that have a budget of false alerts by
 * the threshold that keeps to it; those of queries that name a threshold, and of confirmed photos,
 * pass.
 *
 * <p><b>Which threshold.</b> A window of the stream closes when the watermark is half a window past
 * its end; what is known then is in force for tracklets of the next window but one. A tracklet of
 * the stream is judged by what is in force at its first detection, once the search of the past is
 * over and the watermark is at most half a window behind its own window: both are so when it comes,
 * unless the stream lags. What a search finds in the past is judged at its end, by what the past
 * itself tells. So the answer depends on capture times alone, not on the moment that a record comes
 * or comes again; what comes later than its window closes is judged, but not learned from. Before
 * enough is known, the threshold that the query began with is in force.
 *
 * <p>State of a query and model: a {@link ScoreBackground}; the tracklets that scored high in
 * windows that are open; what was in force in the last hour; what its search has found until that
 * is over. A withdrawal ends it.
 */
public final class CalibrateFunction
    extends KeyedCoProcessFunction<WatchlistKey, Match, BackgroundPart, Match> {

  /** Windows from one to the first that it tells of. */
  public static final int AHEAD = 2;

  /** Tells the threshold in force when it has moved. */
  public static final OutputTag<SearchProgress> THRESHOLDS =
      new OutputTag<>("thresholds", TypeInformation.of(SearchProgress.class));

  /** What models in shadow found; it is never an alert. */
  public static final OutputTag<Match> SHADOW_MATCHES =
      new OutputTag<>("shadow-matches", TypeInformation.of(Match.class));

  static final ValueStateDescriptor<CalibratedQuery> QUERY =
      new ValueStateDescriptor<>("calibrated-query", TypeInformation.of(CalibratedQuery.class));

  static final ValueStateDescriptor<ScoreBackground> BACKGROUND =
      new ValueStateDescriptor<>("score-background", ScoreBackgroundSerializer.INSTANCE);

  static final MapStateDescriptor<Long, WindowPart> OPEN_WINDOWS =
      new MapStateDescriptor<>("open-windows", Types.LONG, TypeInformation.of(WindowPart.class));

  static final MapStateDescriptor<String, TrackletScore> OPEN_TRACKLETS =
      new MapStateDescriptor<>(
          "open-tracklets", Types.STRING, TypeInformation.of(TrackletScore.class));

  private static final double TOLD_STEP = 0.01;

  private static final long serialVersionUID = 1;

  private final GalleryRetention retention;

  private transient ValueState<CalibratedQuery> query;
  private transient ValueState<ScoreBackground> background;
  private transient CalibrationsInForce inForce;
  private transient MapState<Long, WindowPart> openWindows;
  private transient MapState<String, TrackletScore> openTracklets;
  private transient WaitingCandidates waiting;

  /**
   * @param retention the gallery's
   */
  public CalibrateFunction(GalleryRetention retention) {
    this.retention = retention;
  }

  @Override
  public void open(OpenContext context) {
    query = getRuntimeContext().getState(QUERY);
    background = getRuntimeContext().getState(BACKGROUND);
    inForce = new CalibrationsInForce(getRuntimeContext());
    openWindows = getRuntimeContext().getMapState(OPEN_WINDOWS);
    openTracklets = getRuntimeContext().getMapState(OPEN_TRACKLETS);
    waiting = new WaitingCandidates(getRuntimeContext());
  }

  @Override
  public void processElement1(Match match, Context context, Collector<Match> out) throws Exception {
    if (match.falseAlertsPerDay() == null) {
      emit(match, context, out);
    } else if (accept(CalibratedQuery.of(match))) {
      if (match.phase() == Phase.PAST) {
        collect(match, context, out);
      } else {
        learn(match, context);
        judgeOnceDue(match, context, out);
      }
    }
  }

  @Override
  public void processElement2(BackgroundPart part, Context context, Collector<Match> out)
      throws Exception {
    if (part.window() == null && part.past() == null) {
      forget();
    } else if (accept(CalibratedQuery.of(part))) {
      if (part.past() != null) {
        search(part.past(), context, out);
      } else if (isOpen(part.window().number(), context)) {
        WindowPart held = openWindows.get(part.window().number());
        openWindows.put(
            part.window().number(), held == null ? part.window() : held.plus(part.window()));
        context.timerService().registerEventTimeTimer(WindowPart.closesAt(part.window().number()));
      }
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Match> out)
      throws Exception {
    for (long number : windowsToClose(timestamp)) {
      close(number, context);
    }
    release(context, out);
  }

  // -- versions

  /** Whether a version is not an older one; a newer one begins anew. */
  private boolean accept(CalibratedQuery version) throws Exception {
    CalibratedQuery held = query.value();
    if (held != null && version.version() < held.version()) {
      return false;
    }
    if (held == null || version.version() > held.version()) {
      forget();
      query.update(version);
    }
    return true;
  }

  private void forget() {
    query.clear();
    background.clear();
    inForce.clear();
    openWindows.clear();
    openTracklets.clear();
    waiting.clear();
  }

  // -- the stream

  private boolean isOpen(long number, Context context) throws Exception {
    return number > query.value().closed()
        && WindowPart.closesAt(number) > context.timerService().currentWatermark();
  }

  private void learn(Match match, Context context) throws Exception {
    long number = WindowPart.numberOf(match.firstSeen());
    TrackletScore held = openTracklets.get(match.trackletId());
    if (isOpen(number, context) && (held == null || match.score() > held.score())) {
      openTracklets.put(match.trackletId(), new TrackletScore(number, match.score()));
    }
  }

  private List<Long> windowsToClose(long time) throws Exception {
    List<Long> over = new ArrayList<>();
    for (long number : openWindows.keys()) {
      if (WindowPart.closesAt(number) <= time) {
        over.add(number);
      }
    }
    over.sort(null);
    return over;
  }

  private void close(long number, Context context) throws Exception {
    CalibratedQuery held = query.value();
    WindowPart part = openWindows.get(number);
    openWindows.remove(number);
    long windows = held.closed() == CalibratedQuery.NONE ? 1 : number - held.closed();
    double[] scores = takeScores(number, part.floor());
    ScoreBackground before = background.value();
    ScoreBackground after =
        (before == null ? ScoreBackground.EMPTY : before)
            .with(
                BackgroundWindow.of(
                    windows * WindowPart.LENGTH.toMillis(), part.moments(), scores, part.floor()),
                held.falseAlertsPerDay());
    background.update(after);
    query.update(held.closedTo(number));
    if (after.calibration().isPresent()) {
      inForce.put(number + AHEAD, after.calibration().get());
      tell(after.calibration().get(), context);
    }
  }

  /** Takes out the scores of a window and of those before, and gives back its own. */
  private double[] takeScores(long number, double floor) throws Exception {
    List<String> over = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (Map.Entry<String, TrackletScore> entry : openTracklets.entries()) {
      TrackletScore tracklet = entry.getValue();
      if (tracklet.window() <= number) {
        over.add(entry.getKey());
      }
      if (tracklet.window() == number && tracklet.score() >= floor) {
        scores.add(tracklet.score());
      }
    }
    for (String tracklet : over) {
      openTracklets.remove(tracklet);
    }
    return scores.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void tell(Calibration calibration, Context context) throws Exception {
    CalibratedQuery held = query.value();
    double threshold = calibration.threshold(held.falseAlertsPerDay());
    WatchlistKey key = context.getCurrentKey();
    if (Math.abs(threshold - held.told()) >= TOLD_STEP && !ShadowName.is(key.modelId())) {
      query.update(held.tell(threshold));
      context.output(
          THRESHOLDS,
          SearchProgress.calibrated(
              key.queryId(),
              held.version(),
              key.modelId(),
              threshold,
              Specificity.notice(key.queryId(), held, calibration)));
    }
  }

  // -- the past

  private void collect(Match match, Context context, Collector<Match> out) throws Exception {
    CalibratedQuery held = query.value();
    waiting.addPast(held.come(), match);
    query.update(held.withOneMoreOfPast());
    endPast(context, out);
  }

  private void search(PastPart part, Context context, Collector<Match> out) throws Exception {
    query.update(query.value().with(part));
    endPast(context, out);
  }

  /** Judges what was found of the past once it is all there. */
  private void endPast(Context context, Collector<Match> out) throws Exception {
    CalibratedQuery held = query.value();
    if (held.hasWholePast()) {
      List<PastScore> found = waiting.pastScores();
      if (held.past().moments().tracklets() > 0 && background.value() == null) {
        learnPast(held.past(), found, context);
      }
      Calibration known = inForce.ofPast();
      double threshold =
          known == null ? held.threshold() : known.threshold(held.falseAlertsPerDay());
      for (PastScore score : found) {
        if (score.score() >= threshold) {
          judge(waiting.past(score), known, context, out);
        }
      }
      waiting.clearPast();
      release(context, out);
    }
  }

  private void learnPast(PastPart seen, List<PastScore> found, Context context) throws Exception {
    Map<String, Double> best = new HashMap<>();
    for (PastScore score : found) {
      best.merge(score.trackletId(), score.score(), Math::max);
    }
    long millis = seen.latest() - seen.earliest() + retention.bucketLength().toMillis();
    double[] scores = best.values().stream().mapToDouble(Double::doubleValue).toArray();
    ScoreBackground known =
        ScoreBackground.ofPast(BackgroundWindow.ofPast(millis, seen.moments(), scores));
    background.update(known);
    if (known.calibration().isPresent()) {
      inForce.put(CalibrationsInForce.OF_THE_PAST, known.calibration().get());
      tell(known.calibration().get(), context);
    }
  }

  // -- judging

  private void judgeOnceDue(Match match, Context context, Collector<Match> out) throws Exception {
    long due = WaitingCandidates.dueAt(match);
    if (query.value().hasWholePast() && context.timerService().currentWatermark() >= due) {
      judge(match, inForce.of(match), context, out);
    } else {
      waiting.add(match);
      context.timerService().registerEventTimeTimer(due);
    }
  }

  private void release(Context context, Collector<Match> out) throws Exception {
    CalibratedQuery held = query.value();
    if (held != null && held.hasWholePast()) {
      for (Match match : waiting.takeDue(context.timerService().currentWatermark())) {
        judge(match, inForce.of(match), context, out);
      }
    }
  }

  private static void judge(Match match, Calibration known, Context context, Collector<Match> out) {
    double threshold =
        known == null ? match.threshold() : known.threshold(match.falseAlertsPerDay());
    if (match.score() >= threshold) {
      Match judged =
          known == null
              ? match
              : match.judged(
                  threshold,
                  known.expectedFalseAlertsPerDay(match.score()),
                  known.extrapolated(match.score()));
      emit(judged, context, out);
    }
  }

  private static void emit(Match match, Context context, Collector<Match> out) {
    if (ShadowName.is(match.modelId())) {
      context.output(SHADOW_MATCHES, match);
    } else {
      out.collect(match);
    }
  }
}
