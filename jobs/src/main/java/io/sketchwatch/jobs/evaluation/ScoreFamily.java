package io.sketchwatch.jobs.evaluation;

import java.util.random.RandomGenerator;

/** Shapes that the scores of people who are not the target may have. */
enum ScoreFamily {
  /** Gaussian. */
  GAUSSIAN {
    @Override
    double next(RandomGenerator random) {
      return 0.25 + 0.09 * random.nextGaussian();
    }
  },
  /** Cosines of vectors with few degrees of freedom. */
  BETA {
    @Override
    double next(RandomGenerator random) {
      return 0.6 * beta(8, 5, random) - 0.1;
    }
  },
  /** Leaning to the right. */
  GAMMA {
    @Override
    double next(RandomGenerator random) {
      return 0.05 + 0.04 * gamma(3, random);
    }
  },
  /** One in ten wears about the same. */
  MIXTURE {
    @Override
    double next(RandomGenerator random) {
      return random.nextDouble() < 0.1
          ? 0.42 + 0.06 * random.nextGaussian()
          : 0.2 + 0.08 * random.nextGaussian();
    }
  },
  /** With an end. */
  LIGHT {
    @Override
    double next(RandomGenerator random) {
      return 0.1 + 0.5 * beta(3, 5, random);
    }
  },
  /** Student's, of 8 degrees of freedom. */
  HEAVY {
    @Override
    double next(RandomGenerator random) {
      return 0.2 + 0.05 * random.nextGaussian() / Math.sqrt(gamma(4, random) / 4);
    }
  };

  /** A score before a query's own place and spread. */
  abstract double next(RandomGenerator random);

  private static double gamma(int shape, RandomGenerator random) {
    double product = 1;
    for (int i = 0; i < shape; i++) {
      product *= 1 - random.nextDouble();
    }
    return -Math.log(product);
  }

  private static double beta(int first, int second, RandomGenerator random) {
    double part = gamma(first, random);
    return part / (part + gamma(second, random));
  }
}
