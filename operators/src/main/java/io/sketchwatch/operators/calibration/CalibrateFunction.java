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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Judges, by query, model and exemplar, matches of queries that have a budget of false alerts by
 * the threshold that keeps to it; those of queries that name a threshold, and of confirmed photos,
 * pass.
 *
 * <p><b>Which threshold.</b> A window of the stream closes when the watermark is half a window past
 * its end, and is learned within a quarter of a window from then; what is known then is in force
 * for tracklets of the next window but one. A tracklet of the stream is judged by what is in force
 * at its first detection, once the watermark is at most a quarter of a window behind its own
 * window: so it is when it comes, unless the stream lags. What a search finds in the past is judged
 * at its end, by what the past itself tells, and so is what the stream finds before a window of its
 * own is in force. So the answer depends on capture times alone, not on the moment that a record
 * comes or comes again; what comes later than its window closes is judged, but not learned from.
 * Before enough is known, the threshold that the query began with is in force. A past whose search
 * takes longer than the first window is judged by, but not learned from.
 *
 * <p>State of a query and model: a {@link ScoreBackground}; the tracklets that scored high in
 * windows that are open; what was in force in the last hour; what can't be judged yet. A withdrawal
 * ends it.
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

  private static final double TOLD_STEP = 0.01;

  private static final long serialVersionUID = 1;

  private final GalleryRetention retention;

  private transient ValueState<CalibratedQuery> query;
  private transient ValueState<ScoreBackground> background;
  private transient CalibrationsInForce inForce;
  private transient OpenWindows openWindows;
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
    openWindows = new OpenWindows(getRuntimeContext());
    waiting = new WaitingCandidates(getRuntimeContext());
  }

  @Override
  public void processElement1(Match match, Context context, Collector<Match> out) throws Exception {
    if (match.falseAlertsPerDay() == null) {
      emit(match, context, out);
      return;
    }
    CalibratedQuery held = accept(CalibratedQuery.of(match));
    if (held != null && match.phase() == Phase.PAST) {
      collect(match, context, out);
    } else if (held != null) {
      addToWindow(match, held, context);
      judgeOnceDue(match, held, context, out);
    }
  }

  @Override
  public void processElement2(BackgroundPart part, Context context, Collector<Match> out)
      throws Exception {
    if (part.window() == null && part.past() == null) {
      forget();
      return;
    }
    CalibratedQuery held = accept(CalibratedQuery.of(part));
    if (held != null && part.past() != null) {
      search(part.past(), context, out);
    } else if (held != null && isOpen(part.window().number(), held, context)) {
      openWindows.add(part.window());
      context
          .timerService()
          .registerEventTimeTimer(LearningTime.of(part.key(), part.window().number()));
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Match> out)
      throws Exception {
    for (long number : openWindows.toLearn(context.getCurrentKey(), timestamp)) {
      learn(number, context);
    }
    release(context, out);
  }

  // -- versions

  /** What is held of a version's query, null if that is newer; a newer one begins anew. */
  private CalibratedQuery accept(CalibratedQuery version) throws Exception {
    CalibratedQuery held = query.value();
    if (held == null || version.version() > held.version()) {
      forget();
      query.update(version);
      return version;
    }
    return version.version() == held.version() ? held : null;
  }

  private void forget() {
    query.clear();
    background.clear();
    inForce.clear();
    openWindows.clear();
    waiting.clear();
  }

  // -- the stream

  private static boolean isOpen(long number, CalibratedQuery held, Context context) {
    return number > held.closed()
        && WindowPart.closesAt(number) > context.timerService().currentWatermark();
  }

  private void addToWindow(Match match, CalibratedQuery held, Context context) throws Exception {
    long number = WindowPart.numberOf(match.firstSeen());
    if (isOpen(number, held, context)) {
      openWindows.add(number, match);
    }
  }

  private void learn(long number, Context context) throws Exception {
    CalibratedQuery held = query.value();
    long windows = held.closed() == CalibratedQuery.NONE ? 1 : number - held.closed();
    ScoreBackground before = background.value();
    ScoreBackground after =
        (before == null ? ScoreBackground.EMPTY : before)
            .with(openWindows.take(number, windows), held.falseAlertsPerDay());
    background.update(after);
    query.update(held.closedTo(number));
    Optional<Calibration> calibration = after.calibration();
    if (calibration.isPresent()) {
      inForce.put(number + AHEAD, calibration.get());
      tell(calibration.get(), context);
    }
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
      if (held.past().moments().tracklets() > 0) {
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
    Optional<Calibration> calibration = known.calibration();
    if (calibration.isPresent()) {
      inForce.putPast(calibration.get());
    }
    if (background.value() == null) {
      background.update(known);
      if (calibration.isPresent()) {
        tell(calibration.get(), context);
      }
    }
  }

  // -- judging

  private void judgeOnceDue(
      Match match, CalibratedQuery held, Context context, Collector<Match> out) throws Exception {
    long due = WaitingCandidates.dueAt(match);
    if (due <= context.timerService().currentWatermark()
        && WindowPart.numberOf(match.firstSeen()) >= decidedFrom(held)) {
      judge(match, inForce.of(match), context, out);
    } else {
      waiting.add(match);
      context.timerService().registerEventTimeTimer(due);
    }
  }

  private void release(Context context, Collector<Match> out) throws Exception {
    CalibratedQuery held = query.value();
    if (held != null) {
      long watermark = context.timerService().currentWatermark();
      for (Match match : waiting.takeDue(watermark, decidedFrom(held))) {
        judge(match, inForce.of(match), context, out);
      }
    }
  }

  /** The first window of which nothing that the past has yet to tell decides. */
  private long decidedFrom(CalibratedQuery held) throws Exception {
    return held.hasWholePast() ? Long.MIN_VALUE : inForce.first();
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
