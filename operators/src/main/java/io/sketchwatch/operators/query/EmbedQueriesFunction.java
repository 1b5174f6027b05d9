package io.sketchwatch.operators.query;

import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.BadImageException;
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
import io.sketchwatch.operators.query.OwedSketches.Owed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * Embeds sketches with each of the models that embed crops, and settles the threshold that each
 * query begins with: the one it names, or the score that {@value #BACKGROUND_PROBABILITY} of pairs
 * of different people stay under, by the model.
 *
 * <p>Runs in ordered wait, partitioned by query id: a removal must not overtake the version before
 * it. A sketch that a model can't embed becomes a refusal, unless the model is a candidate; any
 * other failure of a model fails the job, which then tries again. Under a model that is not loaded
 * here a query is not searched for until it is: word of the models in service is answered with what
 * they have missed.
 */
public final class EmbedQueriesFunction extends RichAsyncFunction<QueryToEmbed, WatchlistUpdate> {

  /** Which background quantile stands in for a threshold. */
  public static final double BACKGROUND_PROBABILITY = 0.999;

  private static final long serialVersionUID = 1;

  private final ModelEncoders encoders;
  private final InferenceSettings settings;

  private transient ModelLeases models;
  private transient OwedSketches owed;
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
    owed = new OwedSketches();
    models = new ModelLeases(encoders, settings, settings.device().of(getRuntimeContext()));
    models.register(getRuntimeContext().getMetricGroup());
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
      throws InterruptedException, BadImageException {
    SketchToEmbed query = request.query();
    if (query == null) {
      models.serve(request.models());
      results.deliverAll(all(embedMissed(request.models())), result);
    } else if (query.removed()) {
      owed.forget(query.queryId());
      result.complete(List.of(WatchlistUpdate.removal(query.queryId(), query.version())));
    } else {
      results.deliverAll(embed(request), result);
    }
  }

  private List<CompletableFuture<WatchlistUpdate>> embedMissed(List<ServedModel> served)
      throws InterruptedException, BadImageException {
    List<CompletableFuture<WatchlistUpdate>> updates = new ArrayList<>();
    for (Owed missed : owed.missed(served)) {
      updates.add(embed(missed.query(), missed.model(), picture(missed.query())));
    }
    return updates;
  }

  private CompletableFuture<List<WatchlistUpdate>> embed(QueryToEmbed request)
      throws InterruptedException {
    SketchToEmbed query = request.query();
    EncoderInput picture;
    try {
      picture = picture(query);
    } catch (BadImageException e) {
      return CompletableFuture.completedFuture(List.of(refused(query, e)));
    }
    List<CompletableFuture<WatchlistUpdate>> updates = new ArrayList<>();
    for (String name : request.ended()) {
      updates.add(
          CompletableFuture.completedFuture(
              WatchlistUpdate.modelEnded(query.queryId(), query.version(), name)));
    }
    for (ServedModel model : request.models()) {
      updates.add(embed(query, model, picture));
    }
    return all(updates);
  }

  private static EncoderInput picture(SketchToEmbed query) throws BadImageException {
    return new EncoderInput(Modality.SKETCH, ImageCodec.decode(query.sketch().data()));
  }

  private static CompletableFuture<List<WatchlistUpdate>> all(
      List<CompletableFuture<WatchlistUpdate>> updates) {
    return CompletableFuture.allOf(updates.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                updates.stream().map(CompletableFuture::join).filter(Objects::nonNull).toList());
  }

  private CompletableFuture<WatchlistUpdate> embed(
      SketchToEmbed query, ServedModel model, EncoderInput picture) throws InterruptedException {
    Owed begun = owed.begin(query, model);
    return models.embed(model, picture).handle((output, failure) -> settle(begun, output, failure));
  }

  /** Null where there is nothing to watch for yet, or nothing to tell. */
  private WatchlistUpdate settle(Owed begun, EncoderOutput output, Throwable failure) {
    if (failure == null && output == null) {
      begun.miss();
      return null;
    }
    owed.done(begun);
    if (failure == null) {
      return told(begun.model(), update(begun.query(), begun.model(), output));
    }
    Throwable cause = AsyncResults.causeOf(failure);
    if (cause instanceof IllegalArgumentException) {
      return told(begun.model(), refused(begun.query(), cause));
    }
    throw new CompletionException(cause);
  }

  private static WatchlistUpdate told(ServedModel model, WatchlistUpdate update) {
    return model.candidate() && update.refusal() != null ? null : update;
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
