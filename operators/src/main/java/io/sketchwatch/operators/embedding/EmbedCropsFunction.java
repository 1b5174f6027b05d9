package io.sketchwatch.operators.embedding;

import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.crop.CropStore;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.model.OneTimeNotice;
import io.sketchwatch.core.tracklet.Shot;
import io.sketchwatch.operators.inference.AsyncResults;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.model.ModelEncoders;
import io.sketchwatch.operators.model.ModelLeases;
import io.sketchwatch.operators.model.ServedModel;
import io.sketchwatch.operators.model.ShotToEmbed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds each shot with each of its models and stores its picture, all at once; one sighting a shot
 * and model, in any order. Run it with {@code unorderedWait}.
 *
 * <p>Nothing is lost in silence: a model or store that fails, or takes longer than the operator's
 * timeout, fails the job, which restarts from its checkpoint; where a model is not loaded, the one
 * that the job was started with stands in, and the sighting says so. A candidate that fails or is
 * missing costs its own sighting alone. A replayed shot is stored again under its key, which is
 * harmless.
 */
public final class EmbedCropsFunction extends RichAsyncFunction<ShotToEmbed, Sighting> {

  /** Height of a stored picture, at most; the width follows. */
  public static final int MAX_HEIGHT = 256;

  private static final long serialVersionUID = 1;
  private static final double JPEG_QUALITY = 0.9;
  private static final Logger LOG = LoggerFactory.getLogger(EmbedCropsFunction.class);

  // -- settings
  private final ModelEncoders encoders;
  private final InferenceSettings inference;
  private final CropStoreFactory cropStoreFactory;

  // -- runtime
  private transient ModelLeases models;
  private transient CropStore cropStore;
  private transient OneTimeNotice candidateNotice;
  private transient AsyncResults results;

  public EmbedCropsFunction(
      ModelEncoders encoders, InferenceSettings inference, CropStoreFactory cropStoreFactory) {
    this.encoders = encoders;
    this.inference = inference;
    this.cropStoreFactory = cropStoreFactory;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    results = new AsyncResults();
    candidateNotice = new OneTimeNotice(LOG::warn);
    cropStore = cropStoreFactory.open();
    models = new ModelLeases(encoders, inference, inference.device().of(getRuntimeContext()));
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    models.start().metrics().register(metrics);
    models.register(metrics);
    metrics.gauge("queuedCrops", () -> models.start().queued());
  }

  @Override
  public void asyncInvoke(ShotToEmbed request, ResultFuture<Sighting> result)
      throws InterruptedException {
    if (request.shot() == null) {
      models.serve(request.models());
      result.complete(List.of());
      return;
    }
    Shot shot = request.shot();
    List<CompletableFuture<EncoderOutput>> outputs = new ArrayList<>();
    for (ServedModel model : request.models()) {
      outputs.add(embed(model, shot));
    }
    CompletionStage<CropReference> stored =
        cropStore.store(shot.key(), shot.cameraId(), () -> jpeg(shot.crop()));
    results.deliverAll(
        CompletableFuture.allOf(outputs.toArray(CompletableFuture[]::new))
            .thenCombine(stored, (all, reference) -> sightings(request, outputs, reference)),
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

  private CompletableFuture<EncoderOutput> embed(ServedModel model, Shot shot)
      throws InterruptedException {
    var output = models.embed(model, shot);
    return model.candidate() ? output.exceptionally(failure -> noOutput(model, failure)) : output;
  }

  private EncoderOutput noOutput(ServedModel candidate, Throwable failure) {
    candidateNotice.give(
        "Candidate '%s' has failed on a shot, which its shadow lacks: %s"
            .formatted(candidate.modelId(), failure));
    return null;
  }

  private static List<Sighting> sightings(
      ShotToEmbed request, List<CompletableFuture<EncoderOutput>> outputs, CropReference crop) {
    List<Sighting> sightings = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      ServedModel model = request.models().get(i);
      EncoderOutput output = outputs.get(i).join();
      if (output != null) {
        String name = model.candidate() ? model.embeddingName() : output.modelId();
        sightings.add(sighting(request.shot(), name, output.embedding(), crop));
      }
    }
    return sightings;
  }

  private static Sighting sighting(
      Shot shot, String name, Embedding embedding, CropReference crop) {
    return new Sighting(
        shot.cameraId(),
        shot.trackletId(),
        shot.shot(),
        shot.firstSeen(),
        shot.capturedAt(),
        shot.box(),
        shot.quality(),
        shot.frame(),
        name,
        embedding,
        crop);
  }

  @Override
  public void close() {
    if (results != null) {
      results.close();
    }
    if (models != null) {
      models.close();
    }
    if (cropStore != null) {
      cropStore.close();
    }
  }
}
