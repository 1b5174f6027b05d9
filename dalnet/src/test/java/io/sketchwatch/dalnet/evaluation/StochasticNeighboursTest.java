package io.sketchwatch.dalnet.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.dalnet.evaluation.StochasticNeighbours.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StochasticNeighboursTest {

  private static final int CLUSTERS = 4;
  private static final int EACH = 8;

  /** Points of cluster c are around one of four directions of 16 dimensions. */
  private static List<Embedding> clustered() {
    Random random = new Random(3);
    List<Embedding> points = new ArrayList<>();
    for (int i = 0; i < CLUSTERS * EACH; i++) {
      float[] values = new float[16];
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) (0.08 * random.nextGaussian()) + (k == i / EACH ? 1 : 0);
      }
      points.add(Embedding.normalised(values));
    }
    return points;
  }

  private static double distance(double[] one, double[] other) {
    return Math.hypot(one[0] - other[0], one[1] - other[1]);
  }

  @Test
  void shouldKeepNeighboursTogetherAndOthersApart() {
    double[][] places = new StochasticNeighbours(8, 1000, 1).of(clustered()).places();

    for (int i = 0; i < places.length; i++) {
      double farthestOwn = 0;
      double nearestOther = Double.POSITIVE_INFINITY;
      for (int j = 0; j < places.length; j++) {
        if (i / EACH == j / EACH) {
          farthestOwn = Math.max(farthestOwn, distance(places[i], places[j]));
        } else {
          nearestOther = Math.min(nearestOther, distance(places[i], places[j]));
        }
      }
      assertThat(farthestOwn).as("point %d", i).isLessThan(nearestOther);
    }
  }

  @Test
  void shouldLowerTheDivergenceItDescends() {
    List<Double> divergences = new StochasticNeighbours(8, 1000, 1).of(clustered()).divergences();

    assertThat(divergences).hasSize(750).allMatch(Double::isFinite);
    assertThat(divergences.get(749)).isLessThan(divergences.get(0)).isBetween(0.0, 0.5);
    assertThat(divergences.get(749)).isLessThanOrEqualTo(divergences.get(300) + 1e-3);
  }

  @Test
  void shouldGiveTheSameLayoutForTheSameSeed() {
    StochasticNeighbours one = new StochasticNeighbours(8, 300, 1);
    Layout layout = one.of(clustered());

    assertThat(one.of(clustered()).places()).isDeepEqualTo(layout.places());
    assertThat(new StochasticNeighbours(8, 300, 2).of(clustered()).places()[0])
        .isNotEqualTo(layout.places()[0]);
  }

  @Test
  void shouldLayOutPointsThatAreAllTheSame() {
    List<Embedding> same = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      same.add(Embedding.normalised(new float[] {1, 2}));
    }

    for (double[] place : new StochasticNeighbours(30, 400, 1).of(same).places()) {
      assertThat(place[0]).isFinite();
      assertThat(place[1]).isFinite();
    }
  }
}
