package io.sketchwatch.core.model;

import io.sketchwatch.core.model.DecoderSpec.BoxOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads SSD's two outputs: class scores {@code [1, anchors, classes]} and offsets {@code [1,
 * anchors, 4]} from the anchors: {@code centre = anchor + offset * centreVariance * size} and
 * {@code size = anchor * exp(offset * sizeVariance)} (Liu et al., "SSD: Single Shot MultiBox
 * Detector", 2016).
 */
final class SsdDecoder implements DetectionDecoder {

  private static final double CENTRE_VARIANCE = 0.1;
  private static final double SIZE_VARIANCE = 0.2;

  private final DecoderSpec spec;
  private final double centreVariance;
  private final double sizeVariance;
  private final int first;
  private final List<BoxCandidate> anchors = new ArrayList<>();

  SsdDecoder(InputSpec input, DecoderSpec spec) {
    this.spec = spec;
    this.centreVariance = spec.centreVariance() == null ? CENTRE_VARIANCE : spec.centreVariance();
    this.sizeVariance = spec.sizeVariance() == null ? SIZE_VARIANCE : spec.sizeVariance();
    this.first = spec.boxOrder() == BoxOrder.YX ? 1 : 0;
    for (AnchorLevel level : spec.anchors()) {
      int columns = level.columns(input);
      for (int cell = 0; cell < columns * level.rows(input); cell++) {
        double x = (cell % columns + 0.5) * level.stride();
        int row = cell / columns;
        double y = (row + 0.5) * level.stride();
        for (List<Double> size : level.sizes()) {
          anchors.add(BoxCandidate.around(x, y, size.get(0), size.get(1), 0));
        }
      }
    }
  }

  @Override
  public void check(List<Tensor> outputs) {
    if (!ScoredBoxes.fit(outputs, spec.personClass())
        || outputs.get(1).shape()[1] != anchors.size()) {
      throw new IllegalStateException(
          "Decoder 'SSD' expects scores [1, %d, more than %d] and boxes [1, %d, 4], but the model gave %s"
              .formatted(anchors.size(), spec.personClass(), anchors.size(), outputs));
    }
  }

  @Override
  public List<BoxCandidate> candidates(List<Tensor> outputs, double minConfidence) {
    ScoredBoxes scored = new ScoredBoxes(outputs, spec.personClass(), spec.activation());
    List<BoxCandidate> found = new ArrayList<>();
    for (int i = 0; i < anchors.size(); i++) {
      double score = scored.score(i);
      if (score >= minConfidence) {
        found.add(moved(anchors.get(i), scored, i, score));
      }
    }
    return found;
  }

  private BoxCandidate moved(BoxCandidate anchor, ScoredBoxes offsets, int i, double score) {
    double width = anchor.right() - anchor.left();
    double height = anchor.bottom() - anchor.top();
    return BoxCandidate.around(
        (anchor.left() + anchor.right()) / 2 + offsets.number(i, first) * centreVariance * width,
        (anchor.top() + anchor.bottom()) / 2
            + offsets.number(i, 1 - first) * centreVariance * height,
        width * Math.exp(offsets.number(i, 2 + first) * sizeVariance),
        height * Math.exp(offsets.number(i, 3 - first) * sizeVariance),
        score);
  }
}
