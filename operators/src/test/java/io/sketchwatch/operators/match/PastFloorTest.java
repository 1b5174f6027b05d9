package io.sketchwatch.operators.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PastFloorTest {

  @Test
  void shouldLetEverythingThroughUntilItHoldsAMonthsBudget() {
    PastFloor floor = new PastFloor(10);

    addOneTo(floor, 899);
    assertThat(floor.least()).isEqualTo(-1);
    addOneTo(floor, 1);

    assertThat(floor.least()).isEqualTo(1.0 / 899);
  }

  @Test
  void shouldRiseToTheLastOfTheBest() {
    PastFloor floor = new PastFloor(10);
    addOneTo(floor, 2000);

    assertThat(floor.least()).isEqualTo(1.0 / 900);
  }

  @Test
  void shouldHoldAsManyAsABackgroundIsToldByHoweverSmallTheBudget() {
    PastFloor floor = new PastFloor(0.01);
    addOneTo(floor, 1000);

    assertThat(floor.least()).isEqualTo(1.0 / (3 * 128));
  }

  /** Scores 1, 1/2, 1/3 and so on. */
  private static void addOneTo(PastFloor floor, int count) {
    IntStream.rangeClosed(1, count).forEach(i -> floor.add(1.0 / i));
  }
}
