package io.sketchwatch.core.model;

/** What turns a detector's class outputs into scores from 0 to 1. */
public enum Activation {
  /** They are scores already. */
  NONE {
    @Override
    double score(float[] values, int from, int classes, int wanted) {
      return values[from + wanted];
    }
  },
  /** Each class on its own. */
  SIGMOID {
    @Override
    double score(float[] values, int from, int classes, int wanted) {
      return 1 / (1 + Math.exp(-values[from + wanted]));
    }
  },
  /** All classes together, one of which stands for nothing. */
  SOFTMAX {
    @Override
    double score(float[] values, int from, int classes, int wanted) {
      double sum = 0;
      for (int i = 0; i < classes; i++) {
        sum += Math.exp((double) values[from + i] - values[from + wanted]);
      }
      return 1 / sum;
    }
  };

  /**
   * One class's score.
   *
   * @param from where the classes begin
   * @param wanted the class, from 0
   */
  abstract double score(float[] values, int from, int classes, int wanted);
}
