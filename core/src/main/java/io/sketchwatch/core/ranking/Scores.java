package io.sketchwatch.core.ranking;

import io.sketchwatch.core.embedding.Embedding;
import java.util.List;

/** The scores of each query against a whole gallery. Called from several threads at once. */
@FunctionalInterface
public interface Scores {

  /** One score a gallery item, in the gallery's order; higher is more alike. */
  float[] of(int query);

  /** Dot products, which are cosines of L2-normalised embeddings. */
  static Scores cosine(List<Embedding> queries, List<Embedding> gallery) {
    return query -> {
      float[] scores = new float[gallery.size()];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = (float) queries.get(query).score(gallery.get(i));
      }
      return scores;
    };
  }
}
