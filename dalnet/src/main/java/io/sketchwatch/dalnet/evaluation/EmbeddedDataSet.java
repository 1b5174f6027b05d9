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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Every picture of a data set as an encoder sees it: its sketches are the queries, its photos the
 * gallery.
 */
public final class EmbeddedDataSet {

  private static final int BATCH = 32;
  private static final List<String> PROBABILITIES =
      List.of("0.5", "0.9", "0.99", "0.999", "0.9999");

  private final String modelId;
  private final PersonDataSet data;
  private final List<Embedding> queries;
  private final List<Embedding> gallery;
  private final Scores scores;

  private EmbeddedDataSet(
      String modelId, PersonDataSet data, List<Embedding> queries, List<Embedding> gallery) {
    this.modelId = modelId;
    this.data = data;
    this.queries = queries;
    this.gallery = gallery;
    this.scores = Scores.cosine(queries, gallery);
  }

  /**
   * Embeds.
   *
   * @param onPicture told after each picture
   * @throws java.io.UncheckedIOException if a picture can't be read; the message names it
   */
  public static EmbeddedDataSet of(Encoder encoder, PersonDataSet data, Runnable onPicture) {
    return new EmbeddedDataSet(
        encoder.modelId(),
        data,
        embed(encoder, Modality.SKETCH, data.sketches(), onPicture),
        embed(encoder, Modality.PHOTO, data.photos(), onPicture));
  }

  /**
   * Embeds pictures in batches.
   *
   * @param onPicture told after each picture
   * @return one embedding a picture, in order
   * @throws java.io.UncheckedIOException if a picture can't be read; the message names it
   */
  public static List<Embedding> embed(
      Encoder encoder, Modality modality, List<Picture> pictures, Runnable onPicture) {
    List<Embedding> embeddings = new ArrayList<>();
    for (int from = 0; from < pictures.size(); from += BATCH) {
      List<Picture> batch = pictures.subList(from, Math.min(from + BATCH, pictures.size()));
      List<Image> images =
          batch.parallelStream().map(picture -> PictureCache.decode(picture.file())).toList();
      embeddings.addAll(encoder.embed(modality, images));
      batch.forEach(picture -> onPicture.run());
    }
    return embeddings;
  }

  /** What was embedded. */
  public PersonDataSet data() {
    return data;
  }

  /**
   * Measures.
   *
   * @throws IllegalArgumentException if no sketch has a photo of the same person
   */
  public Evaluation evaluate() {
    List<Label> queryLabels = labels(data.sketches());
    List<Label> galleryLabels = labels(data.photos());
    return new Evaluation(
        modelId,
        queries.size(),
        gallery.size(),
        RetrievalMetrics.of(scores, queryLabels, galleryLabels),
        multiQuery(galleryLabels),
        background(queryLabels, galleryLabels));
  }

  private static List<Label> labels(List<Picture> pictures) {
    return pictures.stream().map(Picture::label).toList();
  }

  /** One query a person: the direction of the sum of the person's sketches' unit embeddings. */
  private RetrievalMetrics multiQuery(List<Label> galleryLabels) {
    Map<String, float[]> sums = new TreeMap<>();
    for (int query = 0; query < queries.size(); query++) {
      float[] values = queries.get(query).values();
      float[] sum =
          sums.computeIfAbsent(
              data.sketches().get(query).identity(), who -> new float[values.length]);
      for (int i = 0; i < values.length; i++) {
        sum[i] += values[i];
      }
    }
    List<Embedding> means = sums.values().stream().map(Embedding::normalised).toList();
    List<Label> labels = sums.keySet().stream().map(who -> new Label(who, null)).toList();
    return RetrievalMetrics.of(Scores.cosine(means, gallery), labels, galleryLabels);
  }

  private NavigableMap<String, Double> background(List<Label> queryLabels, List<Label> photos) {
    ScoreHistogram histogram = new ScoreHistogram();
    IntStream.range(0, queries.size())
        .parallel()
        .forEach(
            query -> {
              float[] row = scores.of(query);
              String identity = queryLabels.get(query).identity();
              for (int i = 0; i < row.length; i++) {
                if (!identity.equals(photos.get(i).identity())) {
                  histogram.add(row[i]);
                }
              }
            });
    return histogram.quantiles(PROBABILITIES);
  }

  /**
   * The most alike photos of every sketch whose person is in the gallery, in the order of the
   * sketches. Photos of equal score keep the gallery's order.
   *
   * @param length of each list, at most
   */
  public List<RankedQuery> rankings(int length) {
    return IntStream.range(0, queries.size())
        .parallel()
        .mapToObj(query -> ranking(query, length))
        .filter(ranked -> ranked.firstRight() > 0)
        .toList();
  }

  private RankedQuery ranking(int query, int length) {
    float[] row = scores.of(query);
    Picture sketch = data.sketches().get(query);
    List<RankedQuery.Found> all =
        IntStream.range(0, row.length)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> -row[i]))
            .map(i -> found(sketch, data.photos().get(i), row[i]))
            .toList();
    int firstRight =
        1 + IntStream.range(0, all.size()).filter(i -> all.get(i).right()).findFirst().orElse(-1);
    return new RankedQuery(
        sketch, firstRight, List.copyOf(all.subList(0, Math.min(length, all.size()))));
  }

  private static RankedQuery.Found found(Picture sketch, Picture photo, double score) {
    return new RankedQuery.Found(photo, score, photo.identity().equals(sketch.identity()));
  }
}
