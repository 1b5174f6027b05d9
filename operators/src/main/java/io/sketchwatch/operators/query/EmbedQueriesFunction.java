package io.sketchwatch.operators.query;

import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.embedding.EncoderInput;
import io.sketchwatch.operators.embedding.EncoderOutput;
import io.sketchwatch.operators.inference.AsyncResults;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.model.ModelEncoders;
import io.sketchwatch.operators.model.ModelLeases;
import io.sketchwatch.operators.model.QueryToEmbed;
import io.sketchwatch.operators.model.ServedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * Embeds sketches with each of the models that embed crops, and settles the threshold that each
 * query begins with: the one it names, or the score that {@value #BACKGROUND_PROBABILITY} of pairs
 * of different people stay under, by the model.
 *
 * <p>Runs in ordered wait, partitioned by query id: a removal must not overtake the version before
 * it. A sketch that a model can't embed becomes a refusal; any other failure of a model fails the
 * job, which then tries again. Under a model that can't be loaded here a query is not searched for,
 * and where it is a candidate's, no refusal is told.
 */
public final class EmbedQueriesFunction extends RichAsyncFunction<QueryToEmbed, WatchlistUpdate> {

  /** Which background quantile stands in for a threshold. */
  public static final double BACKGROUND_PROBABILITY = 0.999;

  private static final long serialVersionUID = 1;

  private final ModelEncoders encoders;
  private final InferenceSettings settings;

  private transient ModelLeases models;
  private transient AsyncResults results;

  /**
   * @param encoders the models
   * @param settings how batches are formed; shared with the crops
   */
  public EmbedQueriesFunction(ModelEncoders encoders, InferenceSettings settings) {
    this.encoders = encoders;
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    results = new AsyncResults();
    models = new ModelLeases(encoders, settings, settings.device().of(getRuntimeContext()));
  }

  @Override
  public void close() {
    if (results != null) {
      results.close();
    }
    if (models != null) {
      models.close();
    }
  }

  @Override
  public void asyncInvoke(QueryToEmbed request, ResultFuture<WatchlistUpdate> result)
      throws InterruptedException {
    SketchToEmbed query = request.query();
    if (query == null) {
      models.serve(request.models());
      result.complete(List.of());
      return;
    }
    if (query.removed()) {
      result.complete(List.of(WatchlistUpdate.removal(query.queryId(), query.version())));
      return;
    }
    Image sketch;
    try {
      sketch = ImageCodec.decode(query.sketch().data());
    } catch (BadImageException e) {
      result.complete(List.of(refused(query, e)));
      return;
    }
    results.deliverAll(embed(request, new EncoderInput(Modality.SKETCH, sketch)), result);
  }

  private CompletableFuture<List<WatchlistUpdate>> embed(QueryToEmbed request, EncoderInput sketch)
      throws InterruptedException {
    SketchToEmbed query = request.query();
    List<WatchlistUpdate> ended =
        request.ended().stream()
            .map(name -> WatchlistUpdate.modelEnded(query.queryId(), query.version(), name))
            .toList();
    List<CompletableFuture<WatchlistUpdate>> embedded = new ArrayList<>();
    for (ServedModel model : request.models()) {
      embedded.add(
          models
              .embed(model, sketch)
              .handle((output, failure) -> settle(query, model, output, failure)));
    }
    return CompletableFuture.allOf(embedded.toArray(CompletableFuture[]::new))
        .thenApply(
            all ->
                Stream.concat(
                        ended.stream(),
                        embedded.stream().map(CompletableFuture::join).filter(Objects::nonNull))
                    .toList());
  }

  /** Null where there is nothing to watch for, and nothing to tell. */
  private static WatchlistUpdate settle(
      SketchToEmbed query, ServedModel model, EncoderOutput output, Throwable failure) {
    WatchlistUpdate update;
    if (failure == null) {
      update = output.modelId().equals(model.modelId()) ? update(query, model, output) : null;
    } else if (AsyncResults.causeOf(failure) instanceof IllegalArgumentException refusal) {
      update = refused(query, refusal);
    } else {
      throw new CompletionException(AsyncResults.causeOf(failure));
    }
    return update != null && model.candidate() && update.refusal() != null ? null : update;
  }

  private static WatchlistUpdate update(
      SketchToEmbed query, ServedModel model, EncoderOutput output) {
    Double threshold =
        query.threshold() == null
            ? backgroundThreshold(model.backgroundQuantiles())
            : query.threshold();
    if (threshold == null) {
      return WatchlistUpdate.refused(
          query.queryId(),
          query.version(),
          "Query '%s' has no threshold, and model '%s' no background quantile at %s: name a threshold"
              .formatted(query.queryId(), model.modelId(), BACKGROUND_PROBABILITY));
    }
    return WatchlistUpdate.upsert(
        new WatchlistEntry(
            query.queryId(),
            query.version(),
            model.embeddingName(),
            output.embedding(),
            query.scope(),
            threshold,
            query.cooldownMillis(),
            query.paused(),
            Exemplar.SKETCH,
            query.falseAlertsPerDay()));
  }

  private static Double backgroundThreshold(Map<String, Double> quantiles) {
    return quantiles.entrySet().stream()
        .filter(quantile -> Double.parseDouble(quantile.getKey()) == BACKGROUND_PROBABILITY)
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static WatchlistUpdate refused(SketchToEmbed query, Throwable cause) {
    return WatchlistUpdate.refused(
        query.queryId(),
        query.version(),
        "Query '%s' version %d must have a sketch that can be embedded: %s"
            .formatted(query.queryId(), query.version(), cause.getMessage()));
  }
}
