package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import java.util.List;

/**
 * The plainest thing that could work, as a baseline: the score of two pictures is the correlation
 * of their Sobel edge strengths, after both are scaled to {@value #WIDTH}×{@value #HEIGHT}.
 */
final class EdgeMapEncoder implements Encoder {

  private static final int WIDTH = 48;
  private static final int HEIGHT = 96;

  @Override
  public String modelId() {
    return "edge-map-correlation";
  }

  @Override
  public int dimension() {
    return (WIDTH - 2) * (HEIGHT - 2);
  }

  @Override
  public List<Embedding> embed(Modality modality, List<Image> images) {
    return images.stream().map(EdgeMapEncoder::edges).toList();
  }

  private static Embedding edges(Image image) {
    float[] luma = luma(image.resize(WIDTH, HEIGHT));
    float[] edges = new float[(WIDTH - 2) * (HEIGHT - 2)];
    double sum = 0;
    for (int y = 1; y < HEIGHT - 1; y++) {
      for (int x = 1; x < WIDTH - 1; x++) {
        int at = y * WIDTH + x;
        float gx =
            luma[at - WIDTH + 1]
                + 2 * luma[at + 1]
                + luma[at + WIDTH + 1]
                - luma[at - WIDTH - 1]
                - 2 * luma[at - 1]
                - luma[at + WIDTH - 1];
        float gy =
            luma[at + WIDTH - 1]
                + 2 * luma[at + WIDTH]
                + luma[at + WIDTH + 1]
                - luma[at - WIDTH - 1]
                - 2 * luma[at - WIDTH]
                - luma[at - WIDTH + 1];
        float strength = (float) Math.hypot(gx, gy);
        edges[(y - 1) * (WIDTH - 2) + x - 1] = strength;
        sum += strength;
      }
    }
    float mean = (float) (sum / edges.length);
    for (int i = 0; i < edges.length; i++) {
      edges[i] -= mean;
    }
    return Embedding.normalised(edges);
  }

  private static float[] luma(Image image) {
    float[] luma = new float[image.width() * image.height()];
    for (int i = 0; i < luma.length; i++) {
      luma[i] =
          0.299f * (image.rgb()[i * 3] & 0xff)
              + 0.587f * (image.rgb()[i * 3 + 1] & 0xff)
              + 0.114f * (image.rgb()[i * 3 + 2] & 0xff);
    }
    return luma;
  }

  @Override
  public void close() {}
}
