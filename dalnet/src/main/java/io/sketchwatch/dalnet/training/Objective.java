package io.sketchwatch.dalnet.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.sketchwatch.dalnet.engine.Owned;
import io.sketchwatch.dalnet.loss.IdentityLoss;
import io.sketchwatch.dalnet.network.Stream;
import io.sketchwatch.dalnet.network.StreamFeatures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The sum that training makes small, {@code L = L_id + w1 L_style + w2 L_crossModal + w3
 * L_intraModal + w4 L_circle}:
 *
 * <ul>
 *   <li>identity: the sum over streams of the classifier's loss, of embeddings and, where there are
 *       any, interacted ones
 *   <li>style: of the style features of all streams
 *   <li>crossModal: the sum over pairs of streams
 *   <li>intraModal: the sum over photos and sketches, embeddings before and after interaction
 *   <li>circle: of all streams' embeddings as one set
 * </ul>
 *
 * @param losses weights and settings; a loss of weight 0 is not computed
 */
public record Objective(TrainingConfig.Losses losses) {

  public static final String TOTAL = "total";
  public static final String IDENTITY = "identity";
  public static final String STYLE = "style";
  public static final String CROSS_MODAL = "crossModal";
  public static final String INTRA_MODAL = "intraModal";
  public static final String CIRCLE = "circle";

  /** The parts before weighting, and their weighted {@link #TOTAL}, by name. */
  public Map<String, NDArray> of(Map<Stream, StreamFeatures> features, long[] identities) {
    Map<String, NDArray> parts = new LinkedHashMap<>();
    List<StreamFeatures> streams = List.copyOf(features.values());
    parts.put(IDENTITY, identity(streams, identities));
    if (losses.style() > 0) {
      parts.put(STYLE, style(features));
    }
    if (losses.crossModal() > 0) {
      parts.put(CROSS_MODAL, crossModal(streams, identities));
    }
    if (losses.intraModal() > 0) {
      parts.put(INTRA_MODAL, intraModal(streams, identities));
    }
    if (losses.circle() > 0) {
      parts.put(CIRCLE, circle(streams, identities));
    }
    parts.put(TOTAL, total(parts));
    return parts;
  }

  private NDArray total(Map<String, NDArray> parts) {
    Map<String, Double> weights =
        Map.of(
            IDENTITY, 1.0,
            STYLE, losses.style(),
            CROSS_MODAL, losses.crossModal(),
            INTRA_MODAL, losses.intraModal(),
            CIRCLE, losses.circle());
    List<NDArray> weighted = new ArrayList<>();
    parts.forEach((name, loss) -> weighted.add(weighted(loss, weights.get(name))));
    return sum(weighted);
  }

  private static NDArray weighted(NDArray loss, double weight) {
    return loss.mul(Owned.scalar(loss.getManager(), (float) weight));
  }

  private static NDArray identity(List<StreamFeatures> streams, long[] identities) {
    List<NDArray> parts = new ArrayList<>();
    for (StreamFeatures stream : streams) {
      parts.add(IdentityLoss.of(stream.logits(), identities));
      if (stream.interactedLogits() != null) {
        parts.add(IdentityLoss.of(stream.interactedLogits(), identities));
      }
    }
    return sum(parts);
  }

  private NDArray style(Map<Stream, StreamFeatures> features) {
    return losses
        .styleLoss()
        .of(
            features.get(Stream.AUXILIARY).style(),
            features.get(Stream.SKETCH).style(),
            features.get(Stream.PHOTO).style());
  }

  private NDArray crossModal(List<StreamFeatures> streams, long[] identities) {
    List<NDArray> pairs = new ArrayList<>();
    for (int i = 0; i < streams.size(); i++) {
      for (int j = i + 1; j < streams.size(); j++) {
        NDArray first = streams.get(i).embeddings();
        NDArray second = streams.get(j).embeddings();
        pairs.add(losses.circleLoss().crossModal(first, second, identities));
      }
    }
    return sum(pairs);
  }

  private NDArray intraModal(List<StreamFeatures> streams, long[] identities) {
    return sum(
        streams.stream()
            .filter(stream -> Objects.nonNull(stream.interacted()))
            .map(
                stream ->
                    losses
                        .circleLoss()
                        .intraModal(stream.embeddings(), stream.interacted(), identities))
            .toList());
  }

  private NDArray circle(List<StreamFeatures> streams, long[] identities) {
    NDList embeddings = new NDList();
    long[] repeated = new long[streams.size() * identities.length];
    for (StreamFeatures stream : streams) {
      System.arraycopy(
          identities, 0, repeated, embeddings.size() * identities.length, identities.length);
      embeddings.add(stream.embeddings());
    }
    return losses.circleLoss().joint(NDArrays.concat(embeddings), repeated);
  }

  private static NDArray sum(List<NDArray> parts) {
    return parts.stream().reduce(NDArray::add).orElseThrow();
  }
}
