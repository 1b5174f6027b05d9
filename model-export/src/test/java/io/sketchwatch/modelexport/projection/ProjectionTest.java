package io.sketchwatch.modelexport.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.embedding.Embedding;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProjectionTest {

  private static final int DIMENSION = 40;
  private static final int DIRECTIONS = 6;

  @Test
  void shouldKeepEveryScoreOfEmbeddingsThatLieInFewerDimensions() {
    List<Embedding> photos = inASubspace(1, 30);
    List<Embedding> sketches = inASubspace(2, 20);
    Projection projection = Projection.fit(photos, sketches, DIRECTIONS);

    List<Embedding> unseen = inASubspace(3, 10);
    List<Embedding> projected = projection.apply(unseen);

    for (int i = 1; i < unseen.size(); i++) {
      assertThat(projected.get(i).dimension()).isEqualTo(DIRECTIONS);
      assertThat(projected.get(0).score(projected.get(i)))
          .isCloseTo(unseen.get(0).score(unseen.get(i)), within(1e-5));
    }
  }

  @Test
  void shouldLoseScoresBelowThat() {
    List<Embedding> embeddings = inASubspace(1, 30);
    Projection projection = Projection.fit(embeddings, embeddings, DIRECTIONS - 3);

    List<Embedding> projected = projection.apply(embeddings);

    double worst =
        IntStream.range(1, embeddings.size())
            .mapToDouble(
                i ->
                    Math.abs(
                        projected.get(0).score(projected.get(i))
                            - embeddings.get(0).score(embeddings.get(i))))
            .max()
            .orElseThrow();
    assertThat(worst).isGreaterThan(0.05);
  }

  @Test
  void shouldHaveOrthonormalColumns() {
    Projection projection = Projection.fit(inASubspace(1, 30), inASubspace(2, 20), DIRECTIONS);
    float[] matrix = projection.matrix().values();

    for (int one = 0; one < DIRECTIONS; one++) {
      for (int other = 0; other < DIRECTIONS; other++) {
        double product = 0;
        for (int row = 0; row < DIMENSION; row++) {
          product += matrix[row * DIRECTIONS + one] * matrix[row * DIRECTIONS + other];
        }
        assertThat(product).isCloseTo(one == other ? 1 : 0, within(1e-5));
      }
    }
  }

  @Test
  void shouldWeighBothModalitiesTheSameWhateverTheirNumber() {
    List<Embedding> photos =
        IntStream.range(0, 50).mapToObj(i -> axes(i % 2 == 0 ? 0 : 1)).toList();
    List<Embedding> sketches = List.of(axes(2));

    Projection projection = Projection.fit(photos, sketches, 1);

    assertThat(Math.abs(projection.matrix().values()[2])).isCloseTo(1, within(1e-5f));
  }

  @Test
  void shouldFitTheSameOfTheSame() {
    assertThat(Projection.fit(inASubspace(1, 9), inASubspace(2, 9), 3))
        .isEqualTo(Projection.fit(inASubspace(1, 9), inASubspace(2, 9), 3));
  }

  @Test
  void shouldRefuseToProjectToAsManyDimensionsOrMore() {
    List<Embedding> embeddings = inASubspace(1, 50);

    for (int dimension : new int[] {0, DIMENSION, DIMENSION + 1}) {
      assertThatThrownBy(() -> Projection.fit(embeddings, embeddings, dimension))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Embeddings of 40 dimensions can be projected to 1 to 39, but %d was asked for"
                  .formatted(dimension));
    }
  }

  @Test
  void shouldRefuseFewerPicturesThanDimensions() {
    assertThatThrownBy(() -> Projection.fit(inASubspace(1, 4), inASubspace(2, 3), 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be fitted on as many pictures, but there are 7");
  }

  @Test
  void shouldRefuseAnEmbeddingOfAnotherDimension() {
    Projection projection = Projection.fit(inASubspace(1, 4), inASubspace(2, 3), 2);

    assertThatThrownBy(() -> projection.apply(new Embedding(new float[] {1})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("40 dimensions, but was 1");
  }

  private static Embedding axes(int axis) {
    float[] values = new float[4];
    values[axis] = 1;
    return new Embedding(values);
  }

  /** Random embeddings in one and the same few directions. */
  private static List<Embedding> inASubspace(long seed, int count) {
    Random directions = new Random(42);
    float[][] basis = new float[DIRECTIONS][DIMENSION];
    for (float[] direction : basis) {
      for (int i = 0; i < DIMENSION; i++) {
        direction[i] = (float) directions.nextGaussian();
      }
    }
    Random random = new Random(seed);
    return IntStream.range(0, count).mapToObj(i -> mixture(basis, random)).toList();
  }

  private static Embedding mixture(float[][] basis, Random random) {
    float[] values = new float[DIMENSION];
    for (float[] direction : basis) {
      double share = random.nextGaussian();
      for (int i = 0; i < DIMENSION; i++) {
        values[i] += (float) (share * direction[i]);
      }
    }
    return Embedding.normalised(values);
  }
}
