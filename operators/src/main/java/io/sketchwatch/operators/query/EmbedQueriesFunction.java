package io.sketchwatch.operators.query;

import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.operators.embedding.EncoderFactory;
import io.sketchwatch.operators.embedding.EncoderInput;
import io.sketchwatch.operators.embedding.EncoderOutput;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.inference.SharedInference;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * Embeds sketches with the model that embeds crops, and settles the threshold that each query
 * begins with: the one it names, or the score that {@value #BACKGROUND_PROBABILITY} of pairs of
 * different people stay under.
 *
 * <p>Runs in ordered wait, chained to {@link TrackQueriesFunction} or partitioned by query id: a
 * removal must not overtake the version before it. A sketch that the model can't embed becomes a
 * refusal; any other failure of the model fails the job, which then tries again.
 */
public final class EmbedQueriesFunction extends RichAsyncFunction<SketchToEmbed, WatchlistUpdate> {

  /** Which background quantile stands in for a threshold. */
  public static final double BACKGROUND_PROBABILITY = 0.999;

  private static final long serialVersionUID = 1;

  private final EncoderFactory encoder;
  private final InferenceSettings settings;
  private final Double backgroundThreshold;

  private transient SharedInference.Lease<EncoderInput, EncoderOutput> lease;

  /**
   * @param encoder the model
   * @param settings how batches are formed; shared with the crops
   * @param backgroundQuantiles of the model's manifest, probability as text to score; null if it
   *     has none: queries must then name a threshold
   */
  public EmbedQueriesFunction(
      EncoderFactory encoder,
      InferenceSettings settings,
      NavigableMap<String, Double> backgroundQuantiles) {
    this.encoder = encoder;
    this.settings = settings;
    this.backgroundThreshold = backgroundThreshold(backgroundQuantiles);
  }

  private static Double backgroundThreshold(NavigableMap<String, Double> quantiles) {
    return quantiles == null
        ? null
        : quantiles.entrySet().stream()
            .filter(quantile -> Double.parseDouble(quantile.getKey()) == BACKGROUND_PROBABILITY)
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
  }

  @Override
  public void open(OpenContext context) throws IOException {
    lease = encoder.lease(settings, settings.device().of(getRuntimeContext()));
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
    }
  }

  @Override
  public void asyncInvoke(SketchToEmbed query, ResultFuture<WatchlistUpdate> result)
      throws InterruptedException {
    if (query.removed()) {
      complete(result, WatchlistUpdate.removal(query.queryId(), query.version()));
      return;
    }
    Image sketch;
    try {
      sketch = ImageCodec.decode(query.sketch().data());
    } catch (BadImageException e) {
      complete(result, refused(query, e));
      return;
    }
    CompletableFuture<?> unused =
        lease
            .service()
            .submit(new EncoderInput(Modality.SKETCH, sketch))
            .whenComplete((output, failure) -> settle(query, output, failure, result));
  }

  private void settle(
      SketchToEmbed query,
      EncoderOutput output,
      Throwable failure,
      ResultFuture<WatchlistUpdate> result) {
    if (failure == null) {
      complete(result, update(query, output));
    } else if (failure instanceof IllegalArgumentException) {
      complete(result, refused(query, failure));
    } else {
      result.completeExceptionally(failure);
    }
  }

  private WatchlistUpdate update(SketchToEmbed query, EncoderOutput output) {
    Double threshold = query.threshold() == null ? backgroundThreshold : query.threshold();
    if (threshold == null) {
      return WatchlistUpdate.refused(
          query.queryId(),
          query.version(),
          "Query '%s' has no threshold, and model '%s' no background quantile at %s: name a threshold"
              .formatted(query.queryId(), output.modelId(), BACKGROUND_PROBABILITY));
    }
    return WatchlistUpdate.upsert(
        new WatchlistEntry(
            query.queryId(),
            query.version(),
            output.modelId(),
            output.embedding(),
            query.scope(),
            threshold,
            query.cooldownMillis(),
            query.paused(),
            query.falseAlertsPerDay()));
  }

  private static WatchlistUpdate refused(SketchToEmbed query, Throwable cause) {
    return WatchlistUpdate.refused(
        query.queryId(),
        query.version(),
        "Query '%s' version %d must have a sketch that can be embedded: %s"
            .formatted(query.queryId(), query.version(), cause.getMessage()));
  }

  private static void complete(ResultFuture<WatchlistUpdate> result, WatchlistUpdate update) {
    result.complete(List.of(update));
  }
}
