package io.sketchwatch.core.tracklet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AssignmentTest {

  private static final double LIMIT = 0.5;

  @Property(tries = 500)
  void shouldCostNoMoreThanAnyOtherAssignment(@ForAll("matrices") double[][] cost) {
    int[] columnOf = Assignment.minimise(cost, LIMIT);

    assertThat(total(cost, columnOf)).isCloseTo(cheapest(cost, new int[0]), within(1e-9));
  }

  @Property(tries = 200)
  void shouldAssignEachColumnOnceAndNothingFromTheLimitOn(@ForAll("matrices") double[][] cost) {
    int[] columnOf = Assignment.minimise(cost, LIMIT);

    int[] used = Arrays.stream(columnOf).filter(column -> column >= 0).toArray();
    assertThat(used).doesNotHaveDuplicates();
    for (int row = 0; row < columnOf.length; row++) {
      if (columnOf[row] >= 0) {
        assertThat(cost[row][columnOf[row]]).isLessThan(LIMIT);
      }
    }
  }

  @Example
  void shouldPreferTheBestSumToTheBestPair() {
    double[][] cost = {{1, 2}, {2, 9}};

    assertThat(Assignment.minimise(cost, 100)).containsExactly(1, 0);
  }

  @Example
  void shouldTakeEmptyMatrices() {
    assertThat(Assignment.minimise(new double[0][0], 1)).isEmpty();
    assertThat(Assignment.minimise(new double[2][0], 1)).containsExactly(-1, -1);
  }

  @Provide
  Arbitrary<double[][]> matrices() {
    Arbitrary<Integer> size = Arbitraries.integers().between(1, 5);
    return Combinators.combine(size, size)
        .flatAs(
            (rows, columns) ->
                Arbitraries.doubles()
                    .between(-1, 1)
                    .ofScale(2)
                    .array(double[].class)
                    .ofSize(columns)
                    .array(double[][].class)
                    .ofSize(rows));
  }

  /** Tries every partial assignment. */
  private static double cheapest(double[][] cost, int[] chosen) {
    if (chosen.length == cost.length) {
      return total(cost, chosen);
    }
    double best = Double.POSITIVE_INFINITY;
    for (int column = -1; column < cost[0].length; column++) {
      int candidate = column;
      if (column < 0 || Arrays.stream(chosen).noneMatch(taken -> taken == candidate)) {
        int[] next = Arrays.copyOf(chosen, chosen.length + 1);
        next[chosen.length] = column;
        best = Math.min(best, cheapest(cost, next));
      }
    }
    return best;
  }

  private static double total(double[][] cost, int[] columnOf) {
    double sum = 0;
    int pairs = Math.min(cost.length, cost[0].length);
    for (int row = 0; row < columnOf.length; row++) {
      if (columnOf[row] >= 0) {
        sum += cost[row][columnOf[row]];
        pairs--;
      }
    }
    return sum + pairs * LIMIT;
  }
}
