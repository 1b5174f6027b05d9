package io.sketchwatch.dalnet.evaluation;

import io.sketchwatch.core.embedding.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Lays embeddings out in the plane so that neighbours stay neighbours: exact t-SNE (van der Maaten,
 * Hinton, "Visualizing Data using t-SNE", JMLR 2008), with the momentum, gains and early
 * exaggeration of its authors' code. Takes n² time and memory: for some hundred points. The same
 * embeddings and seed give the same layout.
 *
 * @param perplexity about how many neighbours a point has; at most a third of the others is used
 * @param iterations of gradient descent
 * @param seed of the first layout
 */
record StochasticNeighbours(double perplexity, int iterations, long seed) {

  private static final int EXAGGERATED = 250;
  private static final double EXAGGERATION = 4;
  private static final double RATE = 10;
  private static final int BISECTIONS = 60;
  private static final double LEAST = 1e-12;

  /**
   * A layout.
   *
   * @param places x and y of each point, around 0
   * @param divergences Kullback-Leibler divergence of the layout from the embeddings, in nats,
   *     after each iteration that was not exaggerated
   */
  record Layout(double[][] places, List<Double> divergences) {}

  /** Lays out at least four embeddings of one model. */
  Layout of(List<Embedding> embeddings) {
    int n = embeddings.size();
    double[][] p = joint(embeddings);
    Random random = new Random(seed);
    double[][] y = new double[n][2];
    for (double[] place : y) {
      place[0] = 1e-4 * random.nextGaussian();
      place[1] = 1e-4 * random.nextGaussian();
    }
    double[][] step = new double[n][2];
    double[][] gain = new double[n][2];
    Arrays.stream(gain).forEach(row -> Arrays.fill(row, 1));
    List<Double> divergences = new ArrayList<>();
    for (int i = 0; i < iterations; i++) {
      boolean early = i < EXAGGERATED;
      double[][] gradient = gradient(p, y, early ? EXAGGERATION : 1);
      move(y, step, gain, gradient, early ? 0.5 : 0.8);
      if (!early) {
        divergences.add(divergence(p, y));
      }
    }
    return new Layout(y, divergences);
  }

  /** Symmetric joint probabilities, which sum to 1. */
  private double[][] joint(List<Embedding> embeddings) {
    int n = embeddings.size();
    double[][] p = new double[n][n];
    for (int i = 0; i < n; i++) {
      double[] distances = new double[n];
      for (int j = 0; j < n; j++) {
        distances[j] = 2 - 2 * embeddings.get(i).score(embeddings.get(j));
      }
      double[] row = conditional(distances, i, Math.log(Math.min(perplexity, (n - 1) / 3.0)));
      for (int j = 0; j < n; j++) {
        p[i][j] += row[j] / (2 * n);
        p[j][i] += row[j] / (2 * n);
      }
    }
    return p;
  }

  /** Gaussian neighbours of a point whose entropy, in nats, is that of the perplexity. */
  private static double[] conditional(double[] distances, int self, double entropy) {
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double precision = 1;
    double[] row = gaussian(distances, self, precision);
    for (int i = 0; i < BISECTIONS; i++) {
      if (entropy(row) > entropy) {
        low = precision;
        precision = Double.isInfinite(high) ? precision * 2 : (low + high) / 2;
      } else {
        high = precision;
        precision = (low + high) / 2;
      }
      row = gaussian(distances, self, precision);
    }
    return row;
  }

  private static double[] gaussian(double[] distances, int self, double precision) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < distances.length; j++) {
      nearest = j == self ? nearest : Math.min(nearest, distances[j]);
    }
    double[] row = new double[distances.length];
    double sum = 0;
    for (int j = 0; j < row.length; j++) {
      row[j] = j == self ? 0 : Math.exp(-precision * (distances[j] - nearest));
      sum += row[j];
    }
    for (int j = 0; j < row.length; j++) {
      row[j] /= sum;
    }
    return row;
  }

  private static double entropy(double[] row) {
    double sum = 0;
    for (double value : row) {
      sum -= value > 0 ? value * Math.log(value) : 0;
    }
    return sum;
  }

  /** Student's t with one degree of freedom between two places, not normalised. */
  private static double student(double[] one, double[] other) {
    double x = one[0] - other[0];
    double y = one[1] - other[1];
    return 1 / (1 + x * x + y * y);
  }

  /** Sum of {@link #student} over all ordered pairs. */
  private static double mass(double[][] y) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += 2 * student(y[i], y[j]);
      }
    }
    return sum;
  }

  private static double[][] gradient(double[][] p, double[][] y, double exaggeration) {
    double mass = mass(y);
    double[][] gradient = new double[y.length][2];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < y.length; j++) {
        double near = student(y[i], y[j]);
        double pull = 4 * (exaggeration * p[i][j] - (i == j ? 0 : near / mass)) * near;
        gradient[i][0] += pull * (y[i][0] - y[j][0]);
        gradient[i][1] += pull * (y[i][1] - y[j][1]);
      }
    }
    return gradient;
  }

  private static void move(
      double[][] y, double[][] step, double[][] gain, double[][] gradient, double momentum) {
    double[] middle = new double[2];
    for (int i = 0; i < y.length; i++) {
      for (int k = 0; k < 2; k++) {
        boolean onward = Math.signum(gradient[i][k]) != Math.signum(step[i][k]);
        gain[i][k] = Math.max(0.01, onward ? gain[i][k] + 0.2 : gain[i][k] * 0.8);
        step[i][k] = momentum * step[i][k] - RATE * gain[i][k] * gradient[i][k];
        y[i][k] += step[i][k];
        middle[k] += y[i][k] / y.length;
      }
    }
    for (double[] place : y) {
      place[0] -= middle[0];
      place[1] -= middle[1];
    }
  }

  private static double divergence(double[][] p, double[][] y) {
    double mass = mass(y);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < y.length; j++) {
        if (i != j && p[i][j] > LEAST) {
          sum += p[i][j] * Math.log(p[i][j] / Math.max(LEAST, student(y[i], y[j]) / mass));
        }
      }
    }
    return sum;
  }
}
