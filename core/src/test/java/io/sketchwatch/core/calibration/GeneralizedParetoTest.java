package io.sketchwatch.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneralizedParetoTest {

  private static final double EXPECTED = -0.1;

  @ParameterizedTest
  @ValueSource(doubles = {-0.3, -0.1, 0, 0.2})
  void shouldFindTheTailThatItsExcessesCameFrom(double shape) {
    double[] excesses = sample(new GeneralizedPareto(shape, 0.4), 20_000);

    for (int censored : new int[] {0, 2500}) {
      GeneralizedPareto fitted = GeneralizedPareto.fit(excesses, censored, EXPECTED);

      assertThat(fitted.shape()).isCloseTo(shape, within(censored == 0 ? 0.03 : 0.05));
      assertThat(fitted.scale()).isCloseTo(0.4, within(0.02));
    }
  }

  @Test
  void shouldDrawTheShapeTowardsTheExpectedOne() {
    double[] excesses = sample(new GeneralizedPareto(0, 0.4), 40);

    double drawn =
        GeneralizedPareto.fit(excesses, 0, -0.3).shape()
            - GeneralizedPareto.fit(excesses, 0, 0).shape();

    assertThat(drawn).isCloseTo(-0.15, within(1e-9));
  }

  @Test
  void shouldNotMeasureWhatIsCensored() {
    double[] excesses = sample(new GeneralizedPareto(-0.1, 0.4), 200);
    double[] higher = excesses.clone();
    for (int i = 0; i < 20; i++) {
      higher[i] += 5;
    }

    assertThat(GeneralizedPareto.fit(higher, 20, EXPECTED))
        .isEqualTo(GeneralizedPareto.fit(excesses, 20, EXPECTED));
  }

  @Property
  void shouldSurviveItsQuantilesWithTheirProbability(
      @ForAll @DoubleRange(min = -0.5, max = 0.5) double shape,
      @ForAll @DoubleRange(min = -6, max = 0) double exponent) {
    double probability = Math.pow(10, exponent);
    GeneralizedPareto tail = new GeneralizedPareto(shape, 0.7);

    assertThat(tail.survival(tail.quantile(probability)))
        .isCloseTo(probability, within(1e-6 * probability));
  }

  @Property
  void shouldHaveTheDensityByWhichItsSurvivalFalls(
      @ForAll @DoubleRange(min = -0.5, max = 0.5) double shape,
      @ForAll @DoubleRange(min = 0.01, max = 1) double excess) {
    GeneralizedPareto tail = new GeneralizedPareto(shape, 0.7);
    double step = 1e-5;

    double slope = (tail.survival(excess - step) - tail.survival(excess + step)) / (2 * step);

    assertThat(tail.logDensity(excess)).isCloseTo(Math.log(slope), within(1e-6));
  }

  @Test
  void shouldEndWhereABoundedTailEnds() {
    assertThat(new GeneralizedPareto(-0.5, 1).survival(2.5)).isZero();
  }

  private static double[] sample(GeneralizedPareto tail, int count) {
    SplittableRandom random = new SplittableRandom(7);
    double[] ascending = random.doubles(count, 1e-12, 1).map(p -> -tail.quantile(p)).toArray();
    Arrays.sort(ascending);
    return Arrays.stream(ascending).map(excess -> -excess).toArray();
  }
}
