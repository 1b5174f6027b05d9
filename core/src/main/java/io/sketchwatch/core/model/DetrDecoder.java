package io.sketchwatch.core.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads DETR's two outputs: class scores {@code [1, queries, classes]} and boxes {@code [1,
 * queries, 4]} as centre x, centre y, width and height in parts of the input. Each person comes
 * once (Carion et al., "End-to-End Object Detection with Transformers", 2020).
 *
 * @param input of the model
 * @param personClass place of people among the classes
 * @param activation of the class scores
 */
record DetrDecoder(InputSpec input, int personClass, Activation activation)
    implements DetectionDecoder {

  @Override
  public void check(List<Tensor> outputs) {
    if (!ScoredBoxes.fit(outputs.size() < 2 ? List.of() : outputs, personClass)) {
      throw new IllegalStateException(
          "Decoder 'DETR' expects scores [1, n, more than %d] and boxes [1, n, 4], but the model gave %s"
              .formatted(personClass, outputs));
    }
  }

  @Override
  public List<BoxCandidate> candidates(List<Tensor> outputs, double minConfidence) {
    ScoredBoxes scored = new ScoredBoxes(outputs, personClass, activation);
    List<BoxCandidate> found = new ArrayList<>();
    for (int query = 0; query < scored.count(); query++) {
      double score = scored.score(query);
      if (score >= minConfidence) {
        found.add(
            BoxCandidate.around(
                scored.number(query, 0) * input.width(),
                scored.number(query, 1) * input.height(),
                scored.number(query, 2) * input.width(),
                scored.number(query, 3) * input.height(),
                score));
      }
    }
    return found;
  }

  @Override
  public boolean repeatsPeople() {
    return false;
  }
}
