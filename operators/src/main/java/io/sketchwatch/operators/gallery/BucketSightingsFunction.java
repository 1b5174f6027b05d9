package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.DeadLetters;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Finds each sighting's place in the gallery, says which places are over, by camera, and passes
 * orders to erase on to the places that they speak of.
 *
 * <p>A camera's time is the latest capture time among its own sightings, so a clock that is wrong
 * costs its own camera alone. A camera that sees nobody any more, or is gone, expires as a whole
 * once a bucket's length and the retention have passed by the wall clock since its last sighting,
 * so that nothing is held for ever. A sighting whose bucket is over is dropped and counted in
 * {@code gallery.sightingsBeyondRetention}. The expiry of a bucket follows all its sightings.
 *
 * <p>A sighting that was embedded anew finds its bucket if that is held, or is still to come, as
 * after a failure. It moves no camera's time and keeps no camera: else it is dropped and counted in
 * {@code gallery.reembeddedBeyondRetention}.
 *
 * <p>A sighting that a job before this one has stored comes in as a live one does, as of when it
 * was stored: it moves its camera's time, and keeps its camera no longer than the job before would
 * have. One that was stored longer ago than anything is held is dropped and counted in {@code
 * gallery.sightingsBeyondRetention}. It is not published: its topic has it.
 *
 * <p>Where no gallery is kept, live sightings pass to be compared, unpublished and without a trace
 * here; the others are dropped and counted as beyond the retention.
 *
 * <p>An order to erase reaches every bucket that may hold what it covers, behind the sightings that
 * came before it; what comes later, from a replay or an embedding made anew, is kept out of the
 * gallery and of {@link #PUBLISHED}, and told to {@link #ERASED}.
 *
 * <p>State: two times a camera, and one a bucket held; none for a camera that expired as a whole.
 * Orders of twice the retention, see {@link ErasuresInForce}.
 */
public final class BucketSightingsFunction
    extends KeyedBroadcastProcessFunction<String, ArrivedSighting, ParsedErasure, GalleryRecord> {

  /** Live sightings that no order covers, in the gallery's time or not; none without a gallery. */
  public static final OutputTag<Sighting> PUBLISHED =
      new OutputTag<>("published-sightings", TypeInformation.of(Sighting.class));

  /** Tells which buckets orders were passed on to, and what came later than they. */
  public static final OutputTag<ErasedPart> ERASED =
      new OutputTag<>("erased", TypeInformation.of(ErasedPart.class));

  static final ValueStateDescriptor<CameraBuckets> BUCKETS =
      new ValueStateDescriptor<>("camera-buckets", TypeInformation.of(CameraBuckets.class));

  private static final long serialVersionUID = 1;

  private final GalleryRetention retention;
  private final boolean galleryIsKept;

  private transient ValueState<CameraBuckets> buckets;
  private transient Counter beyondRetention;
  private transient Counter reembeddedBeyondRetention;

  /**
   * @param retention the gallery's
   * @param galleryIsKept whether sightings are held and published, or pass alone
   */
  public BucketSightingsFunction(GalleryRetention retention, boolean galleryIsKept) {
    this.retention = retention;
    this.galleryIsKept = galleryIsKept;
  }

  @Override
  public void open(OpenContext context) {
    buckets = getRuntimeContext().getState(BUCKETS);
    MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("gallery");
    beyondRetention = metrics.counter("sightingsBeyondRetention");
    reembeddedBeyondRetention = metrics.counter("reembeddedBeyondRetention");
  }

  // -- sightings

  @Override
  public void processElement(
      ArrivedSighting arrived, ReadOnlyContext context, Collector<GalleryRecord> out)
      throws Exception {
    Sighting sighting = arrived.sighting();
    Erasure erasure = covering(sighting, context);
    if (erasure != null) {
      context.output(
          ERASED, ErasedPart.late(erasure.erasureId(), sighting.cameraId(), sighting.key()));
    } else if (galleryIsKept) {
      take(arrived, context, out);
    } else {
      pass(arrived, out);
    }
  }

  private void take(ArrivedSighting arrived, ReadOnlyContext context, Collector<GalleryRecord> out)
      throws IOException {
    Sighting sighting = arrived.sighting();
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    switch (arrived.way()) {
      case LIVE -> {
        context.output(PUBLISHED, sighting);
        take(sighting, now, context, out);
      }
      case REEMBEDDED -> takeReembedded(sighting, out);
      case STORED -> {
        if (arrived.storedAt().plus(retention.longest()).isAfter(now)) {
          take(sighting, arrived.storedAt(), context, out);
        } else {
          beyondRetention.inc();
        }
      }
    }
  }

  /** Without a gallery there is no past that a sighting which is not live could be of. */
  private void pass(ArrivedSighting arrived, Collector<GalleryRecord> out) {
    Sighting sighting = arrived.sighting();
    switch (arrived.way()) {
      case LIVE -> {
        Instant bucket = retention.bucketStart(sighting.firstSeen());
        out.collect(new GalleryRecord(sighting.cameraId(), bucket, sighting));
      }
      case REEMBEDDED -> reembeddedBeyondRetention.inc();
      case STORED -> beyondRetention.inc();
    }
  }

  private static Erasure covering(Sighting sighting, ReadOnlyContext context) throws Exception {
    ReadOnlyBroadcastState<String, Erasure> orders =
        context.getBroadcastState(ErasuresInForce.DESCRIPTOR);
    return ErasuresInForce.covering(sighting, orders);
  }

  private void take(
      Sighting sighting, Instant arrival, ReadOnlyContext context, Collector<GalleryRecord> out)
      throws IOException {
    CameraBuckets before = buckets.value() == null ? CameraBuckets.NONE : buckets.value();
    CameraBuckets camera = before.advanceTo(sighting.lastSeen(), arrival);
    Instant bucket = retention.bucketStart(sighting.firstSeen());
    if (retention.expired(bucket, camera.progress())) {
      beyondRetention.inc();
    } else {
      camera = camera.hold(bucket);
      out.collect(new GalleryRecord(sighting.cameraId(), bucket, sighting));
    }
    List<Instant> expired = camera.expired(retention);
    expire(sighting.cameraId(), expired, out);
    buckets.update(camera.without(expired));
    Instant lookAgain = retention.nextBucket(arrival.plus(retention.longest()));
    context.timerService().registerProcessingTimeTimer(lookAgain.toEpochMilli());
  }

  private void takeReembedded(Sighting sighting, Collector<GalleryRecord> out) throws IOException {
    CameraBuckets camera = buckets.value();
    Instant bucket = retention.bucketStart(sighting.firstSeen());
    if (camera != null && camera.mayHold(bucket, retention)) {
      buckets.update(camera.hold(bucket));
      out.collect(new GalleryRecord(sighting.cameraId(), bucket, sighting));
    } else {
      reembeddedBeyondRetention.inc();
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<GalleryRecord> out)
      throws IOException {
    CameraBuckets camera = buckets.value();
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    if (camera != null && !camera.arrival().plus(retention.longest()).isAfter(now)) {
      expire(context.getCurrentKey(), camera.held(), out);
      buckets.clear();
    }
  }

  private static void expire(String cameraId, List<Instant> over, Collector<GalleryRecord> out) {
    over.forEach(bucket -> out.collect(new GalleryRecord(cameraId, bucket, null)));
  }

  // -- orders to erase

  @Override
  public void processBroadcastElement(
      ParsedErasure parsed, Context context, Collector<GalleryRecord> out) throws Exception {
    if (parsed.deadLetter() != null && isFirstSubtask()) {
      context.output(DeadLetters.TAG, parsed.deadLetter());
    }
    Erasure erasure = parsed.erasure();
    if (erasure == null || !putInForce(erasure, context)) {
      return;
    }
    int[] asked = new int[1];
    context.applyToKeyedState(
        BUCKETS, (camera, state) -> asked[0] += ask(camera, state.value(), erasure, out));
    context.output(ERASED, ErasedPart.asked(erasure.erasureId(), ownKeyGroups(), asked[0]));
  }

  private boolean putInForce(Erasure erasure, Context context) throws Exception {
    Instant now = Instant.ofEpochMilli(context.currentProcessingTime());
    return ErasuresInForce.put(
        erasure,
        context.getBroadcastState(ErasuresInForce.DESCRIPTOR),
        now.minus(retention.longest().multipliedBy(2)));
  }

  private static int ask(
      String cameraId, CameraBuckets camera, Erasure erasure, Collector<GalleryRecord> out) {
    List<Instant> asked =
        camera.held().stream().filter(bucket -> erasure.mayCover(cameraId, bucket)).toList();
    asked.forEach(bucket -> out.collect(new GalleryRecord(cameraId, bucket, null, erasure)));
    return asked.size();
  }

  private boolean isFirstSubtask() {
    return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
  }

  private int ownKeyGroups() {
    var task = getRuntimeContext().getTaskInfo();
    return KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
            task.getMaxNumberOfParallelSubtasks(),
            task.getNumberOfParallelSubtasks(),
            task.getIndexOfThisSubtask())
        .getNumberOfKeyGroups();
  }
}
