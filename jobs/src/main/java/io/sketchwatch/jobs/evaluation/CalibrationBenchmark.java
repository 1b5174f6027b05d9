package io.sketchwatch.jobs.evaluation;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How many of many queries keep to within a factor of two of their budgets, on simulated streams:
 * in steady traffic, by counting who reaches the threshold in force; and an hour after a change, by
 * how likely held-out people are to reach it.
 */
public final class CalibrationBenchmark {

  /** The part of the queries that must. */
  private static final double BAR = 0.9;

  private static final double FACTOR = 2;
  private static final double EXPECTED = 20;
  private static final int WINDOWS_OF_AN_HOUR = 12;

  /** Before alerts are counted. */
  private static final int STEADY_WARM_UP_DAYS = 3;

  /** Before a change: as long as the longest that scores are kept for these budgets. */
  private static final int SHIFTED_WARM_UP_DAYS = 8;

  private static final List<Traffic> STEADY =
      List.of(
          new Traffic(1000, 10),
          new Traffic(20_000, 10),
          new Traffic(100_000, 10),
          new Traffic(100_000, 100),
          new Traffic(20_000, 1),
          new Traffic(5000, 0.1));

  private static final List<Traffic> SHIFTED =
      List.of(new Traffic(50_000, 10), new Traffic(200_000, 100));

  static final List<TrafficShift> SHIFTS =
      List.of(
          new TrafficShift("three times the traffic", 3, 0, 1, 0),
          new TrafficShift("a third of the traffic", 1.0 / 3, 0, 1, 0),
          new TrafficShift("higher scores", 1, 0.06, 1, 0),
          new TrafficShift("lower scores", 2, -0.06, 1, 0),
          new TrafficShift("wider scores", 1, 0, 1.3, 0),
          new TrafficShift("a new crowd", 1, 0, 1, 0.03));

  private final int queries;
  private final int heldOut;

  /**
   * @param queries of each case
   * @param heldOut scores that judge a threshold after a change
   */
  public CalibrationBenchmark(int queries, int heldOut) {
    this.queries = queries;
    this.heldOut = heldOut;
  }

  /** Measures with one seed; the sink receives each case as soon as it is measured. */
  public void run(long seed, Consumer<BenchmarkLine> sink) {
    for (Traffic traffic : STEADY) {
      sink.accept(steady(traffic, seed));
    }
    for (Traffic traffic : SHIFTED) {
      for (TrafficShift shift : SHIFTS) {
        sink.accept(shifted(traffic, shift, seed));
      }
    }
  }

  BenchmarkLine steady(Traffic traffic, long seed) {
    return line("steady", traffic, seed, query -> steady(query, seed, traffic));
  }

  BenchmarkLine shifted(Traffic traffic, TrafficShift shift, long seed) {
    return line(shift.name(), traffic, seed, query -> shifted(query, seed, traffic, shift));
  }

  private BenchmarkLine line(
      String name, Traffic traffic, long seed, IntToDoubleFunction timesTheBudget) {
    double kept =
        IntStream.range(0, queries)
            .parallel()
            .mapToDouble(timesTheBudget)
            .filter(times -> times >= 1 / FACTOR && times <= FACTOR)
            .count();
    return new BenchmarkLine(
        "calibration",
        "%s, %.0f a day, budget %s, seed %d"
            .formatted(name, traffic.trackletsPerDay(), traffic.budget(), seed),
        queries,
        null,
        null,
        "heap",
        100 * kept / queries,
        "% of queries",
        100 * BAR,
        kept / queries / BAR,
        null);
  }

  /** Alerts beside the budget, from the fourth day on, until the budget is {@link #EXPECTED}. */
  private double steady(int query, long seed, Traffic traffic) {
    SimulatedQuery simulated = warm(query, seed, traffic, STEADY_WARM_UP_DAYS);
    double budgetOfAWindow = traffic.budget() / SimulatedBackground.WINDOWS;
    long windows = (long) Math.ceil(EXPECTED / budgetOfAWindow);
    long alerts = 0;
    for (long window = 0; window < windows; window++) {
      alerts += simulated.watch(TrafficShift.NONE);
    }
    return alerts / (windows * budgetOfAWindow);
  }

  private double shifted(int query, long seed, Traffic traffic, TrafficShift shift) {
    SimulatedQuery simulated = warm(query, seed, traffic, SHIFTED_WARM_UP_DAYS);
    for (int window = 0; window < WINDOWS_OF_AN_HOUR; window++) {
      simulated.watch(shift);
    }
    double perDay = traffic.trackletsPerDay() * shift.rate();
    return perDay * simulated.exceedance(shift, heldOut) / traffic.budget();
  }

  private static SimulatedQuery warm(int query, long seed, Traffic traffic, int days) {
    ScoreFamily[] families = ScoreFamily.values();
    SimulatedQuery simulated =
        new SimulatedQuery(
            new SimulatedBackground(families[query % families.length], seed * 1_000_003 + query),
            traffic);
    for (int window = 0; window < days * SimulatedBackground.WINDOWS; window++) {
      simulated.watch(TrafficShift.NONE);
    }
    return simulated;
  }

  /** How many come, and how many false alerts are allowed. */
  record Traffic(double trackletsPerDay, double budget) {}
}
