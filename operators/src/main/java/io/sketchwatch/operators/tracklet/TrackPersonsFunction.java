package io.sketchwatch.operators.tracklet;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.tracklet.Quality;
import io.sketchwatch.core.tracklet.Shot;
import io.sketchwatch.core.tracklet.ShotHistory;
import io.sketchwatch.core.tracklet.ShotPolicy;
import io.sketchwatch.core.tracklet.Track;
import io.sketchwatch.core.tracklet.Tracker;
import io.sketchwatch.core.tracklet.TrackerSettings;
import io.sketchwatch.core.tracklet.TrackerState;
import io.sketchwatch.core.tracklet.TrackerStep;
import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.crop.FrameCrops;
import io.sketchwatch.operators.crop.PersonCrop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Follows the people of each camera and emits the crops that are worth embedding, at most {@link
 * ShotPolicy#maxShots} a tracklet. Keyed by camera; a camera's frames come in order, and those at
 * or before the last one are counted and dropped. Dead letters go to {@link DeadLetters#TAG}.
 *
 * <p>{@link #COVERAGE} gets one record for about each minute of a camera's capture time: when a
 * frame comes a minute after the first of the stretch, or event time passes, or the input ends.
 *
 * <p>State a camera: the people of the last seconds, one stretch of coverage. All of it follows the
 * camera's own clock, so a camera whose clock is wrong harms no other.
 */
public final class TrackPersonsFunction extends KeyedProcessFunction<String, FrameCrops, Shot> {

  public static final OutputTag<Coverage> COVERAGE =
      new OutputTag<>("coverage", TypeInformation.of(Coverage.class));

  /** How long a stretch of coverage lasts. */
  public static final Duration STRETCH = Duration.ofMinutes(1);

  private static final long serialVersionUID = 1;

  // -- settings
  private final TrackerSettings settings;
  private final ShotPolicy policy;

  // -- runtime
  private transient Tracker tracker;
  private transient ValueState<TrackerState> people;
  private transient MapState<String, ShotHistory> shots;
  private transient ValueState<CoverageStretch> stretch;
  private transient CameraMetrics cameras;

  public TrackPersonsFunction(TrackerSettings settings, ShotPolicy policy) {
    this.settings = settings;
    this.policy = policy;
  }

  @Override
  public void open(OpenContext context) {
    tracker = new Tracker(settings);
    cameras = new CameraMetrics(getRuntimeContext().getMetricGroup());
    people = getRuntimeContext().getState(descriptor("people", TrackerState.class));
    stretch = getRuntimeContext().getState(descriptor("coverage", CoverageStretch.class));
    shots =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "shots", Types.STRING, TypeInformation.of(ShotHistory.class)));
  }

  private static <T> ValueStateDescriptor<T> descriptor(String name, Class<T> type) {
    return new ValueStateDescriptor<>(name, TypeInformation.of(type));
  }

  @Override
  public void processElement(FrameCrops frame, Context context, Collector<Shot> out)
      throws Exception {
    Instant time = frame.captureTime();
    CoverageStretch open = openStretch(time, context);
    CameraMetrics.OfCamera camera = cameras.of(frame.cameraId());
    if (frame.isShed()) {
      camera.shed().inc();
      stretch.update(open.withShed(time));
      return;
    }
    if (frame.deadLetter() != null) {
      camera.unusable().inc();
      context.output(DeadLetters.TAG, frame.deadLetter());
      stretch.update(open.withUnusable(time));
      return;
    }
    TrackerState before = people.value() == null ? TrackerState.EMPTY : people.value();
    if (before.time() != null && !time.isAfter(before.time())) {
      camera.late().inc();
      stretch.update(open.withLate());
      return;
    }
    camera.processed().inc();
    stretch.update(open.withProcessed(time));
    track(frame, before, out);
  }

  private void track(FrameCrops frame, TrackerState before, Collector<Shot> out) throws Exception {
    List<Detection> detections =
        frame.crops().stream().map(crop -> new Detection(crop.box(), crop.confidence())).toList();
    TrackerStep step =
        tracker.step(before, detections, frame.cameraId(), frame.frameId(), frame.captureTime());
    for (TrackerStep.Person person : step.people()) {
      shoot(frame, person, out);
    }
    for (String trackletId : step.ended()) {
      shots.remove(trackletId);
    }
    people.update(step.state());
  }

  private void shoot(FrameCrops frame, TrackerStep.Person person, Collector<Shot> out)
      throws Exception {
    Track track = person.track();
    if (!track.confirmed()) {
      return;
    }
    PersonCrop crop = frame.crops().get(person.detection());
    double quality = Quality.of(crop.crop(), crop.box(), frame.width(), frame.height());
    ShotHistory taken = shots.get(track.trackletId());
    ShotHistory history = taken == null ? ShotHistory.NONE : taken;
    if (policy.wants(track, quality, history)) {
      shots.put(track.trackletId(), history.with(quality, frame.captureTime()));
      out.collect(
          new Shot(
              frame.cameraId(),
              track.trackletId(),
              history.shots(),
              track.firstSeen(),
              frame.captureTime(),
              crop.box(),
              quality,
              frame.frame(),
              crop.crop()));
    }
  }

  /** The stretch that a frame belongs to; ends the one before if the frame lies beyond it. */
  private CoverageStretch openStretch(Instant time, Context context) throws IOException {
    CoverageStretch open = stretch.value();
    if (open != null && !time.isBefore(open.from().plus(STRETCH))) {
      context.output(COVERAGE, open.close(context.getCurrentKey()));
      context.timerService().deleteEventTimeTimer(open.timer());
      open = null;
    }
    if (open == null) {
      // A camera whose clock lags behind event time gets a full stretch all the same.
      long start = Math.max(time.toEpochMilli(), context.timerService().currentWatermark());
      open = CoverageStretch.openedAt(time, start + STRETCH.toMillis());
      context.timerService().registerEventTimeTimer(open.timer());
    }
    return open;
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Shot> out)
      throws IOException {
    CoverageStretch open = stretch.value();
    if (open != null && open.timer() == timestamp) {
      context.output(COVERAGE, open.close(context.getCurrentKey()));
      stretch.clear();
    }
  }
}
