package io.sketchwatch.operators.embedding;

import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.crop.CropStore;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.tracklet.Shot;
import io.sketchwatch.operators.inference.AsyncResult;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.inference.SharedInference;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * Embeds each shot and stores its picture, both at once; one sighting a shot, in any order. Run it
 * with {@code unorderedWait}.
 *
 * <p>Nothing is lost in silence: a model or store that fails, or takes longer than the operator's
 * timeout, fails the job, which restarts from its checkpoint. A replayed shot is stored again under
 * its key, which is harmless.
 */
public final class EmbedCropsFunction extends RichAsyncFunction<Shot, Sighting> {

  /** Height of a stored picture, at most; the width follows. */
  public static final int MAX_HEIGHT = 256;

  private static final long serialVersionUID = 1;
  private static final double JPEG_QUALITY = 0.9;

  // -- settings
  private final EncoderFactory encoderFactory;
  private final InferenceSettings inference;
  private final CropStoreFactory cropStoreFactory;

  // -- runtime
  private transient SharedInference.Lease<EncoderInput, EncoderOutput> encoder;
  private transient CropStore cropStore;

  public EmbedCropsFunction(
      EncoderFactory encoderFactory,
      InferenceSettings inference,
      CropStoreFactory cropStoreFactory) {
    this.encoderFactory = encoderFactory;
    this.inference = inference;
    this.cropStoreFactory = cropStoreFactory;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    cropStore = cropStoreFactory.open();
    encoder = encoderFactory.lease(inference, inference.device().of(getRuntimeContext()));
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    encoder.service().metrics().register(metrics);
    metrics.gauge("queuedCrops", () -> encoder.service().queued());
  }

  @Override
  public void asyncInvoke(Shot shot, ResultFuture<Sighting> result) throws InterruptedException {
    CompletableFuture<EncoderOutput> embedded =
        encoder.service().submit(new EncoderInput(Modality.PHOTO, shot.crop()));
    CompletionStage<CropReference> stored =
        cropStore.store(shot.key(), shot.cameraId(), jpeg(shot.crop()));
    AsyncResult.deliver(
        embedded.thenCombine(stored, (output, reference) -> sighting(shot, output, reference)),
        result);
  }

  private static byte[] jpeg(Image crop) {
    Image small = crop;
    if (crop.height() > MAX_HEIGHT) {
      int width = Math.max(1, Math.round((float) crop.width() * MAX_HEIGHT / crop.height()));
      small = crop.resize(width, MAX_HEIGHT);
    }
    return ImageCodec.jpeg(small, JPEG_QUALITY);
  }

  private static Sighting sighting(Shot shot, EncoderOutput output, CropReference crop) {
    return new Sighting(
        shot.cameraId(),
        shot.trackletId(),
        shot.shot(),
        shot.firstSeen(),
        shot.capturedAt(),
        shot.box(),
        shot.quality(),
        shot.frame(),
        output.modelId(),
        output.embedding(),
        crop);
  }

  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
    }
    if (cropStore != null) {
      cropStore.close();
    }
  }
}
