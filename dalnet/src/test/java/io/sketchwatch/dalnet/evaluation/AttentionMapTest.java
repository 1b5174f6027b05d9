package io.sketchwatch.dalnet.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.image.Image;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AttentionMapTest {

  @Test
  void shouldWeighMapsByTheirShareOfTheScore() {
    float[] maps = {1, 3, 0, 0, /* second channel */ 0, 2, 2, 0};
    float[] gradients = {1, 1, 9, 9, /* second channel */ 5, -2, 1, 5};

    assertThat(AttentionMap.evidence(maps, gradients, 4))
        .containsExactly(new double[] {1, 3 - 0.5 * 2, -0.5 * 2, 0}, within(1e-12));
    AttentionMap map = AttentionMap.of(maps, gradients, 2, 2);
    assertThat(map.at(0, 0)).isEqualTo(0.5);
    assertThat(map.at(0, 1)).isEqualTo(1);
    assertThat(map.at(1, 0)).isZero();
    assertThat(map.at(1, 1)).isZero();
  }

  /** The axiom that the weights are made for: the whole map sums to what gradients explain. */
  @Property(tries = 50)
  void shouldSumToTheSumOfGradientTimesMap(
      @ForAll @IntRange(min = 1, max = 6) int channels,
      @ForAll @IntRange(min = 1, max = 12) int positions,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] maps = new float[channels * positions];
    float[] gradients = new float[maps.length];
    double expected = 0;
    for (int i = 0; i < maps.length; i++) {
      maps[i] = Math.max(0, random.nextFloat() - 0.3f);
      gradients[i] = (float) random.nextGaussian();
      expected += (double) maps[i] * gradients[i];
    }

    double[] evidence = AttentionMap.evidence(maps, gradients, positions);

    assertThat(Arrays.stream(evidence).sum()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void shouldBeZeroWhereOnlyMapsWithoutInfluenceAreActive() {
    float[] maps = {1, 2, 0, 0, /* no influence */ 0, 0, 7, 8};
    float[] gradients = {1, 1, 1, 1, /* no influence */ 0, 0, 0, 0};

    AttentionMap map = AttentionMap.of(maps, gradients, 1, 4);

    assertThat(new double[] {map.at(0, 0), map.at(0, 1), map.at(0, 2), map.at(0, 3)})
        .containsExactly(0.5, 1, 0, 0);
  }

  @Test
  void shouldBeZeroEverywhereWhereNothingSpeaksForTheScore() {
    AttentionMap dark = AttentionMap.of(new float[] {0, 0}, new float[] {1, 1}, 1, 2);
    AttentionMap against = AttentionMap.of(new float[] {1, 2}, new float[] {-1, -1}, 1, 2);

    assertThat(dark.at(0, 0)).isZero();
    assertThat(dark.at(0, 1)).isZero();
    assertThat(against.at(0, 0)).isZero();
    assertThat(against.at(0, 1)).isZero();
  }

  @Test
  void shouldGrowBilinearlyToThePicturesSize() {
    AttentionMap map = AttentionMap.of(new float[] {0, 2}, new float[] {1, 1}, 1, 2);

    Image shades = map.shades(4, 2);

    assertThat(new int[] {shades.at(0, 1, 0), shades.at(1, 1, 0)}).containsExactly(0, 64);
    assertThat(new int[] {shades.at(2, 1, 2), shades.at(3, 1, 2)}).containsExactly(191, 255);
  }
}
