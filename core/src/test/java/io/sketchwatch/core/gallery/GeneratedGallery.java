package io.sketchwatch.core.gallery;

import io.sketchwatch.core.embedding.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A gallery that is hard to rank: clusters around a few centres, with cosines to them of 0.9 to
 * 0.999, duplicates, zeros, and vectors of one large value, which quantise worst.
 *
 * @param dimension of each
 * @param embeddings in order
 * @param query one like many of them
 */
record GeneratedGallery(int dimension, List<Embedding> embeddings, Embedding query) {

  static GeneratedGallery of(int dimension, int size, long seed) {
    Random random = new Random(seed);
    List<Embedding> centres = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      centres.add(direction(dimension, random));
    }
    List<Embedding> embeddings = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      embeddings.add(next(embeddings, centres, dimension, random));
    }
    return new GeneratedGallery(dimension, embeddings, near(centres.get(0), 0.95, random));
  }

  private static Embedding next(
      List<Embedding> before, List<Embedding> centres, int dimension, Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> new Embedding(new float[dimension]);
      case 1, 2 ->
          before.isEmpty()
              ? direction(dimension, random)
              : before.get(random.nextInt(before.size()));
      case 3 -> spike(dimension, random);
      case 4 -> direction(dimension, random);
      default -> near(centres.get(random.nextInt(4)), 0.9 + 0.099 * random.nextDouble(), random);
    };
  }

  private static Embedding direction(int dimension, Random random) {
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.normalised(values);
  }

  private static Embedding spike(int dimension, Random random) {
    float[] values = direction(dimension, random).values();
    values[random.nextInt(dimension)] = 10;
    return Embedding.normalised(values);
  }

  /** At a cosine of about so much to the centre. */
  private static Embedding near(Embedding centre, double cosine, Random random) {
    float[] values = direction(centre.dimension(), random).values();
    double away = Math.sqrt(1 - cosine * cosine);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (cosine * centre.values()[i] + away * values[i]);
    }
    return Embedding.normalised(values);
  }
}
