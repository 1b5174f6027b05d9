package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import java.time.Instant;
import java.util.Random;

/**
 * Sightings that are hard to rank: around a few centres, with cosines to them of 0.9 to 0.999, one
 * in ten the same as another. Each is a function of its number.
 */
final class AlikePeople {

  static final String MODEL = "benchmark";

  /** How many cameras see them. */
  static final int CAMERAS = 100;

  private static final int CENTRES = 16;
  private static final int NOISE = 1 << 20;
  private static final int DUPLICATES = 10;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SHA256 = "0123456789abcdef".repeat(4);

  private final int dimension;
  private final float[] noise = new float[NOISE];
  private final Embedding[] centres = new Embedding[CENTRES];

  AlikePeople(int dimension) {
    Random random = new Random(1);
    this.dimension = dimension;
    for (int i = 0; i < NOISE; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < CENTRES; i++) {
      centres[i] = embedding(random, null, 0);
    }
  }

  /** The place of a sighting: one of a thousand buckets. */
  static String camera(long number) {
    return "camera-" + number % CAMERAS;
  }

  static Instant bucket(long number) {
    return START.plusSeconds(number / CAMERAS % 10 * 600);
  }

  /** In its bucket. */
  Sighting sighting(long number) {
    return sighting(number, bucket(number));
  }

  /** At another time. */
  Sighting sighting(long number, Instant seen) {
    String frame = "2026-01-01T00:00:00Z-" + number;
    return new Sighting(
        camera(number),
        camera(number) + "/" + frame + "/0",
        0,
        seen,
        seen,
        new Box(1, 2, 30, 60),
        0.5,
        new FrameReference("frames", 0, number, frame, SHA256),
        MODEL,
        embedding(number % DUPLICATES == 0 ? number / DUPLICATES : number),
        new CropReference("crops", 0, number, SHA256));
  }

  /** By number, as negative ones for queries. */
  Embedding embedding(long number) {
    Random random = new Random(number);
    double cosine = 0.9 + 0.099 * random.nextDouble();
    return embedding(random, centres[random.nextInt(CENTRES)], cosine);
  }

  private Embedding embedding(Random random, Embedding centre, double cosine) {
    int start = random.nextInt(NOISE - dimension);
    double away = Math.sqrt((1 - cosine * cosine) / dimension);
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      double towards = centre == null ? 0 : cosine * centre.values()[i];
      values[i] = (float) (towards + away * noise[start + i]);
    }
    return Embedding.normalised(values);
  }
}
