package io.sketchwatch.operators.alert;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.match.Match;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Makes alerts of matches, by query id: one a tracklet, and a further revision of it (same alert
 * id) for each better shot. Equal or lower scores are kept as evidence but not sent.
 *
 * <p>A tracklet is alerted under the model that found it first; matches of other models do not
 * revise it, for scores never cross models, and its rank is among the tracklets alerted under the
 * same, by their strength when they were alerted. Versions of a query are compared by their scores
 * as they are. Several exemplars of a query give one alert: another exemplar revises it by a match
 * of greater strength, once for each better score, so that nothing is sent twice.
 *
 * <p><b>Cooldown.</b> A tracklet's first alert is held back if, in capture time of the shots,
 * another first alert of its query and camera was sent less than the cooldown before or after; a
 * suppressed one starts no cooldown, and a later shot of it may alert once the cooldown is over.
 * The decision is a function of a camera's matches in the order of (capture time, tracklet, shot,
 * exemplar). Without a cooldown, tracklets do not matter to one another and matches pass at once.
 * With one, they wait until the watermark passes their capture time, when every earlier one of a
 * live camera has come; those that a search finds in the past wait for the next watermark and are
 * ordered among one another. Where all cameras rest and the watermark with them, they wait for 5 to
 * 10 seconds of wall clock.
 *
 * <p>State: the alerted tracklets, until their camera's matches are past the gallery's retention,
 * so that no search can find them again; and all of a query that has had no match for twice as long
 * by the wall clock, as when it was withdrawn.
 */
public final class SuppressRepeatAlertsFunction extends KeyedProcessFunction<String, Match, Alert> {

  static final MapStateDescriptor<String, AlertedTracklet> ALERTED =
      new MapStateDescriptor<>(
          "alerted-tracklets", Types.STRING, TypeInformation.of(AlertedTracklet.class));

  static final MapStateDescriptor<String, CameraAlerts> CAMERAS =
      new MapStateDescriptor<>(
          "camera-alerts", Types.STRING, TypeInformation.of(CameraAlerts.class));

  /** By model, the strength of each alerted tracklet, ascending. */
  static final MapStateDescriptor<String, double[]> RANKINGS =
      new MapStateDescriptor<>(
          "rankings", Types.STRING, PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO);

  static final ListStateDescriptor<Match> WAITING =
      new ListStateDescriptor<>("waiting-matches", TypeInformation.of(Match.class));

  /** Wall clock of the first match in the last bucket of it that had any, in milliseconds. */
  static final ValueStateDescriptor<Long> LAST_MATCH =
      new ValueStateDescriptor<>("last-match", Types.LONG);

  /** How long the watermark may rest, by the wall clock, before matches stop waiting for it. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long UNKNOWN = -1;

  private static final long serialVersionUID = 1;

  private final GalleryRetention retention;

  private transient MapState<String, AlertedTracklet> alerted;
  private transient MapState<String, CameraAlerts> cameras;
  private transient MapState<String, double[]> rankings;
  private transient ListState<Match> waiting;
  private transient ValueState<Long> lastMatch;
  private transient long seenWatermark;
  private transient long restingSince;

  /**
   * @param retention the gallery's
   */
  public SuppressRepeatAlertsFunction(GalleryRetention retention) {
    this.retention = retention;
  }

  @Override
  public void open(OpenContext context) {
    alerted = getRuntimeContext().getMapState(ALERTED);
    cameras = getRuntimeContext().getMapState(CAMERAS);
    rankings = getRuntimeContext().getMapState(RANKINGS);
    waiting = getRuntimeContext().getListState(WAITING);
    lastMatch = getRuntimeContext().getState(LAST_MATCH);
    seenWatermark = Long.MIN_VALUE;
    restingSince = UNKNOWN;
  }

  @Override
  public void processElement(Match match, Context context, Collector<Alert> out) throws Exception {
    watchForQuiet(context);
    if (match.cooldownMillis() == 0) {
      decide(match, out);
      return;
    }
    waiting.add(match);
    context.timerService().registerEventTimeTimer(match.capturedAt().toEpochMilli());
    watchForRest(context);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Alert> out)
      throws Exception {
    if (context.timeDomain() == TimeDomain.EVENT_TIME) {
      release(context.timerService().currentWatermark(), out);
    } else if (quiet(context)) {
      forgetQuery();
    } else if (resting(context)) {
      release(Long.MAX_VALUE, out);
    } else if (waiting.get().iterator().hasNext()) {
      watchForRest(context);
    }
  }

  private void watchForQuiet(Context context) throws Exception {
    long now = context.timerService().currentProcessingTime();
    Long last = lastMatch.value();
    if (last == null || !bucketOf(last).equals(bucketOf(now))) {
      lastMatch.update(now);
      Instant lookAgain = retention.nextBucket(Instant.ofEpochMilli(now + quietMillis()));
      context.timerService().registerProcessingTimeTimer(lookAgain.toEpochMilli());
    }
  }

  private Instant bucketOf(long millis) {
    return retention.bucketStart(Instant.ofEpochMilli(millis));
  }

  private boolean quiet(Context context) throws Exception {
    Long last = lastMatch.value();
    return last != null
        && context.timerService().currentProcessingTime() - last >= quietMillis()
        && !waiting.get().iterator().hasNext();
  }

  private long quietMillis() {
    return 2 * retention.longest().toMillis();
  }

  private void forgetQuery() {
    alerted.clear();
    cameras.clear();
    rankings.clear();
    lastMatch.clear();
  }

  private void watchForRest(Context context) {
    resting(context);
    long second = 1000;
    long due = context.timerService().currentProcessingTime() + PATIENCE.toMillis();
    context.timerService().registerProcessingTimeTimer((due + second - 1) / second * second);
  }

  /** Whether the watermark has not moved for as long as matches have patience. */
  private boolean resting(Context context) {
    long now = context.timerService().currentProcessingTime();
    long watermark = context.timerService().currentWatermark();
    if (restingSince == UNKNOWN || watermark != seenWatermark) {
      seenWatermark = watermark;
      restingSince = now;
    }
    return now - restingSince >= PATIENCE.toMillis();
  }

  private void release(long watermark, Collector<Alert> out) throws Exception {
    List<Match> due = new ArrayList<>();
    List<Match> later = new ArrayList<>();
    for (Match match : waiting.get()) {
      (match.capturedAt().toEpochMilli() <= watermark ? due : later).add(match);
    }
    if (due.isEmpty()) {
      return;
    }
    waiting.update(later);
    due.sort(Match.BY_TIME);
    for (Match match : due) {
      decide(match, out);
    }
  }

  private void decide(Match match, Collector<Alert> out) throws Exception {
    CameraAlerts camera = advance(match);
    AlertedTracklet before = alerted.get(match.trackletId());
    if (retention.expired(retention.bucketStart(match.firstSeen()), camera.progress())
        || (before == null && mustRest(match, camera))
        || (before != null && !before.modelId().equals(match.modelId()))) {
      return;
    }
    AlertedTracklet after = before == null ? AlertedTracklet.first(match) : before.with(match);
    alerted.put(match.trackletId(), after);
    if (before == null) {
      CameraAlerts withIt = camera.with(after.firstSeen());
      update(
          match.cameraId(),
          camera,
          match.cooldownMillis() > 0 ? withIt.sentAt(match.capturedAt()) : withIt);
    }
    if (before == null || after.revision() > before.revision()) {
      out.collect(alert(match, after, rank(before, after)));
    }
  }

  private static boolean mustRest(Match match, CameraAlerts camera) {
    return match.cooldownMillis() > 0
        && !camera.quietAt(match.capturedAt(), Duration.ofMillis(match.cooldownMillis()));
  }

  /** Moves the camera's progress, and forgets what is over when it enters another bucket. */
  private CameraAlerts advance(Match match) throws Exception {
    CameraAlerts before = cameras.get(match.cameraId());
    if (before == null) {
      before = CameraAlerts.none(match.firstSeen());
      cameras.put(match.cameraId(), before);
    }
    CameraAlerts after = before.advanceTo(match.firstSeen());
    Instant bucket = retention.bucketStart(after.progress());
    if (!bucket.equals(retention.bucketStart(before.progress()))) {
      after = after.within(retention);
      if (after.mayHoldExpired(retention)) {
        after = after.since(forgetExpired(match.cameraId(), after.progress()));
      }
    }
    update(match.cameraId(), before, after);
    return after;
  }

  private void update(String cameraId, CameraAlerts before, CameraAlerts after) throws Exception {
    if (!after.equals(before)) {
      cameras.put(cameraId, after);
    }
  }

  /**
   * Forgets a camera's tracklets that the gallery has outlived. It reads those of all cameras.
   *
   * @return first detection of the oldest that stays, or the camera's progress
   */
  private Instant forgetExpired(String cameraId, Instant progress) throws Exception {
    List<String> over = new ArrayList<>();
    Instant oldest = progress;
    for (Map.Entry<String, AlertedTracklet> entry : alerted.entries()) {
      AlertedTracklet tracklet = entry.getValue();
      if (tracklet.cameraId().equals(cameraId)) {
        if (retention.expired(retention.bucketStart(tracklet.firstSeen()), progress)) {
          over.add(entry.getKey());
        } else if (tracklet.firstSeen().isBefore(oldest)) {
          oldest = tracklet.firstSeen();
        }
      }
    }
    for (String trackletId : over) {
      AlertedTracklet tracklet = alerted.get(trackletId);
      rankings.put(tracklet.modelId(), ranking(tracklet).without(tracklet.strength()).scores());
      alerted.remove(trackletId);
    }
    return oldest;
  }

  private int rank(AlertedTracklet before, AlertedTracklet after) throws Exception {
    Ranking others = before == null ? ranking(after) : ranking(after).without(before.strength());
    rankings.put(after.modelId(), others.with(after.strength()).scores());
    return others.rank(after.strength());
  }

  private Ranking ranking(AlertedTracklet tracklet) throws Exception {
    double[] scores = rankings.get(tracklet.modelId());
    return scores == null ? new Ranking() : new Ranking(scores);
  }

  private static Alert alert(Match match, AlertedTracklet tracklet, int rank) {
    return new Alert(
        AlertIds.alertId(match.queryId(), match.trackletId()),
        match.queryId(),
        match.queryVersion(),
        match.cameraId(),
        match.trackletId(),
        match.modelId(),
        match.firstSeen(),
        tracklet.lastSeen(),
        match.box(),
        match.frame(),
        crop(match.crop()),
        match.score(),
        match.threshold(),
        match.expectedFalseAlertsPerDay(),
        match.extrapolated(),
        match.exemplar(),
        tracklet.revision(),
        rank,
        match.phase(),
        tracklet.shots());
  }

  private static Media crop(CropReference crop) {
    return crop == null ? null : new Media("image/jpeg", null, crop.toUri().toString());
  }
}
