package io.sketchwatch.dalnet.evaluation;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.ranking.Label;
import io.sketchwatch.core.ranking.RetrievalMetrics;
import io.sketchwatch.core.ranking.Scores;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.Picture;
import io.sketchwatch.dalnet.data.PictureCache;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.IntStream;

/**
 * Ranks a data set's photos for each of its sketches, with any encoder: a checkpoint's network or
 * an exported package.
 */
public final class Evaluator {

  private static final int BATCH = 32;
  private static final List<String> PROBABILITIES =
      List.of("0.5", "0.9", "0.99", "0.999", "0.9999");

  private Evaluator() {}

  /**
   * Embeds every picture and measures.
   *
   * @throws java.io.UncheckedIOException if a picture can't be read; the message names it
   * @throws IllegalArgumentException if no sketch has a photo of the same person
   */
  public static Evaluation evaluate(Encoder encoder, PersonDataSet data) {
    List<Embedding> queries = embed(encoder, Modality.SKETCH, data.sketches());
    List<Embedding> gallery = embed(encoder, Modality.PHOTO, data.photos());
    List<Label> queryLabels = data.sketches().stream().map(Picture::label).toList();
    List<Label> galleryLabels = data.photos().stream().map(Picture::label).toList();
    Scores scores = Scores.cosine(queries, gallery);
    return new Evaluation(
        encoder.modelId(),
        queries.size(),
        gallery.size(),
        RetrievalMetrics.of(scores, queryLabels, galleryLabels),
        background(scores, queryLabels, galleryLabels));
  }

  private static List<Embedding> embed(Encoder encoder, Modality modality, List<Picture> pictures) {
    List<Embedding> embeddings = new ArrayList<>();
    for (int from = 0; from < pictures.size(); from += BATCH) {
      List<Picture> batch = pictures.subList(from, Math.min(from + BATCH, pictures.size()));
      List<Image> images =
          batch.parallelStream().map(picture -> PictureCache.decode(picture.file())).toList();
      embeddings.addAll(encoder.embed(modality, images));
    }
    return embeddings;
  }

  private static NavigableMap<String, Double> background(
      Scores scores, List<Label> queries, List<Label> gallery) {
    ScoreHistogram histogram = new ScoreHistogram();
    IntStream.range(0, queries.size())
        .parallel()
        .forEach(
            query -> {
              float[] row = scores.of(query);
              String identity = queries.get(query).identity();
              for (int i = 0; i < row.length; i++) {
                if (!identity.equals(gallery.get(i).identity())) {
                  histogram.add(row[i]);
                }
              }
            });
    return histogram.quantiles(PROBABILITIES);
  }
}
