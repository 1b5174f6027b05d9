package io.sketchwatch.operators.crop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.operators.AllowedRoots;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.inference.AsyncResults;
import io.sketchwatch.operators.inference.DrainedAsyncOperatorFactory;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.inference.SharedInference;
import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * Finds the people of each frame; one output a frame. Run it in the operator of {@link
 * DrainedAsyncOperatorFactory}: the tracker needs a camera's frames in order.
 *
 * <p>What {@link Overload} says is shed passes unread, in its place.
 *
 * <p>A frame that can't be read, decoded or searched in time becomes a dead letter inside its
 * output. A detector that fails is not the frame's fault: it fails the job, which restarts and
 * tries again.
 */
public final class CropPersonsFunction extends RichAsyncFunction<Frame, FrameCrops> {

  private static final long serialVersionUID = 1;

  private static final Comparator<PersonCrop> LEFT_TO_RIGHT =
      Comparator.<PersonCrop>comparingInt(crop -> crop.box().x())
          .thenComparingInt(crop -> crop.box().y());

  // -- settings
  private final DetectorFactory detectorFactory;
  private final InferenceSettings inference;
  private final FramePictures pictures;
  private final int decoders;
  private final Overload overload;
  private final Clock clock;

  // -- runtime
  private transient FrameShedder shedder;
  private transient SharedInference.Lease<Image, List<Detection>> detector;
  private transient ExecutorService executor;
  private transient AsyncResults results;

  /**
   * A function for a detector.
   *
   * @param decoders threads that decode, a subtask; at least 1
   * @param claimCheckRoots below which {@code text/uri-list} frames may be read
   * @param overload what gives way when more frames come than the detector can search
   * @param clock the wall clock, which must be serialisable
   */
  public CropPersonsFunction(
      DetectorFactory detectorFactory,
      InferenceSettings inference,
      int decoders,
      AllowedRoots claimCheckRoots,
      Overload overload,
      Clock clock) {
    this.detectorFactory = detectorFactory;
    this.inference = inference;
    this.decoders = decoders;
    this.overload = overload;
    this.clock = clock;
    this.pictures = new FramePictures(new ClaimChecks(claimCheckRoots));
  }

  @Override
  public void open(OpenContext context) throws IOException {
    results = new AsyncResults();
    shedder =
        overload.mode() == Overload.Mode.FRESHNESS ? new FrameShedder(overload.freshness()) : null;
    detector = detectorFactory.lease(inference, inference.device().of(getRuntimeContext()));
    executor =
        Executors.newFixedThreadPool(
            decoders,
            task -> {
              Thread thread = new Thread(task, "decode-frames");
              thread.setDaemon(true);
              return thread;
            });
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    detector.service().metrics().register(metrics);
    metrics.gauge("queuedFrames", () -> detector.service().queued());
    metrics.gauge("keptShare", () -> shedder == null ? 1 : shedder.share());
  }

  @Override
  public void asyncInvoke(Frame frame, ResultFuture<FrameCrops> result) {
    if (shedder != null && sheds(frame)) {
      result.complete(List.of(FrameCrops.shed(frame)));
      return;
    }
    results.deliver(
        CompletableFuture.completedFuture(frame).thenComposeAsync(this::crop, executor), result);
  }

  private boolean sheds(Frame frame) {
    return shedder.sheds(frame.cameraId(), frame.captureTime().toEpochMilli(), clock.millis());
  }

  /** Too slow is a dead letter, not a failed job: the next frames may be quicker. */
  @Override
  public void timeout(Frame frame, ResultFuture<FrameCrops> result) {
    result.complete(
        List.of(refuse(frame, "it was not searched in time: is the detector too slow?")));
  }

  private CompletableFuture<FrameCrops> crop(Frame frame) {
    FrameReference reference;
    Image picture;
    try {
      byte[] encoded = pictures.encoded(frame);
      picture = FramePictures.decode(encoded);
      reference = reference(frame, encoded);
    } catch (IOException e) {
      return CompletableFuture.completedFuture(refuse(frame, e.getMessage()));
    }
    try {
      return detector
          .service()
          .submit(picture)
          .thenApply(people -> FrameCrops.found(frame, reference, picture, cut(picture, people)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(e);
    }
  }

  private static List<PersonCrop> cut(Image picture, List<Detection> people) {
    return people.stream()
        .map(
            person -> new PersonCrop(person.box(), person.confidence(), picture.crop(person.box())))
        .sorted(LEFT_TO_RIGHT)
        .toList();
  }

  private static FrameReference reference(Frame frame, byte[] encoded) {
    return new FrameReference(
        frame.origin().topic(),
        frame.origin().partition(),
        frame.origin().offset(),
        frame.frameId(),
        Sha256.hex(encoded));
  }

  private static FrameCrops refuse(Frame frame, String reason) {
    return FrameCrops.refused(
        frame,
        new DeadLetter(
            frame.origin(),
            frame.cameraId().getBytes(UTF_8),
            frame.content(),
            Stages.CROP_PERSONS,
            "Frame '%s' of camera '%s': %s".formatted(frame.frameId(), frame.cameraId(), reason)));
  }

  @Override
  public void close() throws InterruptedException {
    if (results != null) {
      results.close();
    }
    if (executor != null) {
      executor.shutdownNow();
    }
    if (detector != null) {
      detector.close();
    }
    if (executor != null) {
      executor.awaitTermination(10, TimeUnit.SECONDS);
    }
  }
}
