package io.sketchwatch.core.model;

import java.util.List;

/**
 * Two outputs that belong together: class scores {@code [1, n, classes]} and boxes {@code [1, n,
 * 4]}.
 */
final class ScoredBoxes {

  private final float[] scores;
  private final float[] boxes;
  private final int classes;
  private final int personClass;
  private final Activation activation;

  ScoredBoxes(List<Tensor> outputs, int personClass, Activation activation) {
    this.scores = outputs.get(0).values();
    this.classes = (int) outputs.get(0).shape()[2];
    this.boxes = outputs.get(1).values();
    this.personClass = personClass;
    this.activation = activation;
  }

  static boolean fit(List<Tensor> outputs, int personClass) {
    if (outputs.size() < 2) {
      return false;
    }
    long[] scores = outputs.get(0).shape();
    long[] boxes = outputs.get(1).shape();
    return scores.length == 3
        && boxes.length == 3
        && scores[0] == 1
        && boxes[0] == 1
        && scores[1] == boxes[1]
        && scores[2] > personClass
        && boxes[2] == 4;
  }

  int count() {
    return boxes.length / 4;
  }

  double score(int box) {
    return activation.score(scores, box * classes, classes, personClass);
  }

  /** One of a box's four numbers. */
  double number(int box, int place) {
    return boxes[4 * box + place];
  }
}
