package io.sketchwatch.core.calibration;

/**
 * A generalised Pareto tail: how likely an excess over a level is to be higher than some value.
 *
 * <p>Fitted as in J. Zhang and M. A. Stephens, A New and Efficient Estimation Method for the
 * Generalized Pareto Distribution, Technometrics 51 (2009): the mean of θ = -shape/scale under its
 * profile likelihood, on a grid. The highest excesses may be censored, counted but not measured;
 * the likelihood of each is then its chance to be above the highest that is measured. The shape is
 * drawn towards an expected one with the weight of {@value #EXPECTED_WEIGHT} excesses; A. Vehtari
 * et al., Pareto Smoothed Importance Sampling (2015), do so towards theirs with 10.
 *
 * @param shape below zero for a tail that ends, zero for an exponential one
 * @param scale above zero, in the unit of the excesses
 */
record GeneralizedPareto(double shape, double scale) {

  private static final double EXPECTED_WEIGHT = 40;
  private static final double ALMOST_ZERO = 1e-9;

  /** Points of the grid beside the root of the number of excesses. */
  private static final int GRID = 20;

  private static final double LOWER_QUARTILE = 0.75;

  /** Logarithms are slow: so many factors share one. */
  private static final int FACTORS = 8;

  /**
   * Fits a tail.
   *
   * @param excesses at least 2, descending, above zero
   * @param censored how many of the first are only counted, fewer than all
   * @param expectedShape towards which the shape is drawn
   */
  static GeneralizedPareto fit(double[] excesses, int censored, double expectedShape) {
    int measured = excesses.length - censored;
    double quartile = excesses[censored + (int) ((measured - 1) * LOWER_QUARTILE)];
    int points = GRID + (int) Math.sqrt(measured);
    double[] thetas = new double[points];
    double[] likelihoods = new double[points];
    for (int point = 0; point < points; point++) {
      thetas[point] =
          1 / excesses[censored] + (1 - Math.sqrt(points / (point + 0.5))) / (3 * quartile);
      double ofMeasured = logarithms(thetas[point], excesses, censored);
      double shape = (ofMeasured + ofCensored(thetas[point], excesses, censored)) / measured;
      likelihoods[point] = measured * (Math.log(-thetas[point] / shape) - 1) - ofMeasured;
    }
    double theta = mean(thetas, likelihoods);
    double shape =
        (logarithms(theta, excesses, censored) + ofCensored(theta, excesses, censored)) / measured;
    double drawn =
        (measured * shape + EXPECTED_WEIGHT * expectedShape) / (measured + EXPECTED_WEIGHT);
    return new GeneralizedPareto(drawn, -shape / theta);
  }

  /**
   * The scale of an exponential tail, by maximum likelihood.
   *
   * @param excesses descending, above zero
   * @param censored how many of the first are only counted, fewer than all
   */
  static double exponentialScale(double[] excesses, int censored) {
    double sum = censored * excesses[censored];
    for (int i = censored; i < excesses.length; i++) {
      sum += excesses[i];
    }
    return sum / (excesses.length - censored);
  }

  /** The sum of log(1 - theta * excess) of the measured. */
  private static double logarithms(double theta, double[] excesses, int censored) {
    double sum = 0;
    double product = 1;
    for (int i = censored; i < excesses.length; i++) {
      product *= 1 - theta * excesses[i];
      if (i % FACTORS == 0) {
        sum += Math.log(product);
        product = 1;
      }
    }
    return sum + Math.log(product);
  }

  private static double ofCensored(double theta, double[] excesses, int censored) {
    return censored * Math.log(1 - theta * excesses[censored]);
  }

  private static double mean(double[] values, double[] logWeights) {
    double most = Double.NEGATIVE_INFINITY;
    for (double weight : logWeights) {
      most = Math.max(most, weight);
    }
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < values.length; i++) {
      double weight = Math.exp(logWeights[i] - most);
      sum += weight * values[i];
      weights += weight;
    }
    return sum / weights;
  }

  /** How likely an excess is to be higher, 0 to 1. */
  double survival(double excess) {
    return Math.exp(-hazard(excess));
  }

  /**
   * Minus the logarithm of {@link #survival}: exponential of mean 1 among excesses of this tail.
   */
  private double hazard(double excess) {
    if (excess <= 0) {
      return 0;
    }
    return Math.abs(shape) < ALMOST_ZERO
        ? excess / scale
        : Math.log1p(Math.max(-1, shape * excess / scale)) / shape;
  }

  double logDensity(double excess) {
    return -Math.log(scale) - (1 + shape) * hazard(excess);
  }

  /**
   * The excess that is survived with a probability.
   *
   * @param probability above 0, at most 1
   */
  double quantile(double probability) {
    return Math.abs(shape) < ALMOST_ZERO
        ? -scale * Math.log(probability)
        : scale * Math.expm1(-shape * Math.log(probability)) / shape;
  }
}
