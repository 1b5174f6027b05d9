package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.embedding.Sighting;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Finds each sighting's place in the gallery and says which places are over, by camera.
 *
 * <p>A camera's time is the latest capture time among its own sightings, so a clock that is wrong
 * costs its own camera alone. A camera that sees nobody any more, or is gone, expires as a whole
 * once a bucket's length and the retention have passed by the wall clock since its last sighting,
 * so that nothing is held for ever. A sighting whose bucket is over is dropped and counted in
 * {@code gallery.sightingsBeyondRetention}. The expiry of a bucket follows all its sightings.
 *
 * <p>A sighting that was embedded anew finds its bucket if that is held, or is still to come, as
 * after a failure. It moves no camera's time and holds no camera's place: else it is dropped and
 * counted in {@code gallery.reembeddedBeyondRetention}.
 *
 * <p>State: two times a camera, and one a bucket held; none for a camera that expired as a whole.
 */
public final class BucketSightingsFunction
    extends KeyedProcessFunction<String, ArrivedSighting, GalleryRecord> {

  static final ValueStateDescriptor<CameraBuckets> BUCKETS =
      new ValueStateDescriptor<>("camera-buckets", TypeInformation.of(CameraBuckets.class));

  private static final long serialVersionUID = 1;

  private final GalleryRetention retention;

  private transient ValueState<CameraBuckets> buckets;
  private transient Counter beyondRetention;
  private transient Counter reembeddedBeyondRetention;

  public BucketSightingsFunction(GalleryRetention retention) {
    this.retention = retention;
  }

  @Override
  public void open(OpenContext context) {
    buckets = getRuntimeContext().getState(BUCKETS);
    MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("gallery");
    beyondRetention = metrics.counter("sightingsBeyondRetention");
    reembeddedBeyondRetention = metrics.counter("reembeddedBeyondRetention");
  }

  @Override
  public void processElement(ArrivedSighting arrived, Context context, Collector<GalleryRecord> out)
      throws IOException {
    if (arrived.reembedded()) {
      takeReembedded(arrived.sighting(), out);
    } else {
      take(arrived.sighting(), context, out);
    }
  }

  private void take(Sighting sighting, Context context, Collector<GalleryRecord> out)
      throws IOException {
    CameraBuckets before = buckets.value() == null ? CameraBuckets.NONE : buckets.value();
    CameraBuckets camera = before.advanceTo(sighting.lastSeen(), now(context));
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
    Instant lookAgain = retention.nextBucket(now(context).plus(retention.longest()));
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
    if (camera != null && !camera.arrival().plus(retention.longest()).isAfter(now(context))) {
      expire(context.getCurrentKey(), camera.held(), out);
      buckets.clear();
    }
  }

  private static void expire(String cameraId, List<Instant> over, Collector<GalleryRecord> out) {
    over.forEach(bucket -> out.collect(new GalleryRecord(cameraId, bucket, null)));
  }

  private static Instant now(Context context) {
    return Instant.ofEpochMilli(context.timerService().currentProcessingTime());
  }
}
