package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.jobs.evaluation.RejectedAlerts.Share;
import io.sketchwatch.operators.query.EmbedQueriesFunction;
import io.sketchwatch.operators.verdict.PhotoThresholds;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What verdicts are worth on drawn people, by the rules and thresholds of the job: how much one
 * confirmed photo helps, and whom a rejection silences.
 */
public final class VerdictBenchmark {

  /** Most cases in which a rejection may silence somebody else, in percent. */
  private static final double LIMIT = 1;

  private final ModelManifest manifest;
  private final PhotoThresholds photos;
  private final double threshold;

  /**
   * @param manifest of the encoder that is judged; it must have background quantiles
   * @throws IllegalArgumentException if it has none for sketches
   */
  public VerdictBenchmark(ModelManifest manifest) {
    this.manifest = manifest;
    TreeMap<String, Double> quantiles = new TreeMap<>();
    if (manifest.backgroundQuantiles() != null) {
      quantiles.putAll(manifest.backgroundQuantiles());
    }
    Double background = quantiles.get(String.valueOf(EmbedQueriesFunction.BACKGROUND_PROBABILITY));
    if (background == null) {
      throw new IllegalArgumentException(
          "Model '%s' must have a background quantile at %s: export it with its evaluation"
              .formatted(manifest.modelId(), EmbedQueriesFunction.BACKGROUND_PROBABILITY));
    }
    this.threshold = background;
    this.photos = PhotoThresholds.of(quantiles);
  }

  /**
   * Measures; the sink receives each case as soon as it is measured.
   *
   * @param encoder of that manifest
   * @param people how many are drawn, 2 to {@value DrawnPeople#MOST}
   */
  public void run(Encoder encoder, int people, Consumer<BenchmarkLine> sink)
      throws BadImageException {
    DrawnPeople drawn = DrawnPeople.embed(encoder, people);
    confirm(new ConfirmedSearch(drawn, threshold, photos.forExemplar(threshold)), sink);
    reject(new RejectedAlerts(drawn, threshold, photos.alike()), sink);
  }

  private void confirm(ConfirmedSearch search, Consumer<BenchmarkLine> sink) {
    var alone = search.bySketch();
    var with = search.withPhoto();
    sink.accept(line("rank-1 alone", alone.countedQueries(), 100 * alone.rank(1), null));
    sink.accept(line("rank-1 with", with.countedQueries(), 100 * with.rank(1), null));
    sink.accept(
        line("mAP alone", alone.countedQueries(), 100 * alone.meanAveragePrecision(), null));
    sink.accept(line("mAP with", with.countedQueries(), 100 * with.meanAveragePrecision(), null));
  }

  private void reject(RejectedAlerts rejected, Consumer<BenchmarkLine> sink) {
    sink.accept(silenced("lose wanted", rejected.wanted()));
    sink.accept(silenced("lose others", rejected.others()));
    sink.accept(silenced("lose anybody", rejected.anybody()));
    Share hidden = rejected.rejected();
    sink.accept(line("hide rejected", hidden.cases(), hidden.percent(), null));
  }

  private BenchmarkLine silenced(String part, Share share) {
    return line(part, share.cases(), share.percent(), LIMIT);
  }

  private BenchmarkLine line(String part, int cases, double percent, Double limit) {
    return new BenchmarkLine(
        "verdicts",
        part,
        cases,
        manifest.dimension(),
        null,
        manifest.modelId(),
        percent,
        "%",
        limit,
        limit == null || percent == 0 ? null : limit / percent,
        null);
  }
}
