package io.sketchwatch.dalnet.training;

import ai.djl.ndarray.NDArray;
import io.sketchwatch.dalnet.loss.IdentityLoss;
import io.sketchwatch.dalnet.network.Stream;
import io.sketchwatch.dalnet.network.StreamFeatures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sum that training makes small: every stream's identity loss, plus the weighted cross-modal
 * circle loss of every pair of streams.
 *
 * @param losses weights and settings
 */
record Objective(TrainingConfig.Losses losses) {

  static final String TOTAL = "total";
  static final String IDENTITY = "identity";
  static final String CROSS_MODAL = "crossModal";

  /** The parts before weighting, and their weighted {@link #TOTAL}, by name. */
  Map<String, NDArray> of(Map<Stream, StreamFeatures> features, long[] identities) {
    Map<String, NDArray> parts = new LinkedHashMap<>();
    NDArray total =
        features.values().stream()
            .map(part -> IdentityLoss.of(part.logits(), identities))
            .reduce(NDArray::add)
            .orElseThrow();
    parts.put(IDENTITY, total);
    if (losses.crossModal() > 0) {
      NDArray crossModal = crossModal(features, identities);
      parts.put(CROSS_MODAL, crossModal);
      total = total.add(crossModal.mul((float) losses.crossModal()));
    }
    parts.put(TOTAL, total);
    return parts;
  }

  private NDArray crossModal(Map<Stream, StreamFeatures> features, long[] identities) {
    List<StreamFeatures> streams = new ArrayList<>(features.values());
    NDArray sum = null;
    for (int i = 0; i < streams.size(); i++) {
      for (int j = i + 1; j < streams.size(); j++) {
        NDArray pair =
            losses
                .circle()
                .crossModal(streams.get(i).embeddings(), streams.get(j).embeddings(), identities);
        sum = sum == null ? pair : sum.add(pair);
      }
    }
    return sum;
  }
}
