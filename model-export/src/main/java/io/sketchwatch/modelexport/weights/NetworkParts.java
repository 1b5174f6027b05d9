package io.sketchwatch.modelexport.weights;

import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Interaction;
import io.sketchwatch.dalnet.network.Stream;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/** Reads off the tensors of a DALNet what it is made of: a part is there if any tensor of it is. */
final class NetworkParts {

  private static final String CLASSIFIER = "classifier.weight";
  private static final String SQUEEZED = "bam.%s.squeeze.bias";
  private static final String SHARED = "shared.";
  private static final int FEWEST_IDENTITIES = 2;

  /** Parts that only training needs, and that the auxiliary stream comes with. */
  private static final List<String> AUXILIARY =
      List.of("auxiliary.", "dag.", "stylePool.", "bam.", "aca.", "interactedNeck.");

  private final SortedMap<String, Tensor> tensors;

  private NetworkParts(SortedMap<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * The configuration of a whole DALNet.
   *
   * @throws InvalidModelException if the classifier can't be one
   */
  static DalNetConfig of(SortedMap<String, Tensor> tensors, int inputHeight, int inputWidth)
      throws InvalidModelException {
    NetworkParts parts = new NetworkParts(tensors);
    NetworkSize size = NetworkSize.of(tensors, Stream.PHOTO.key() + ".", SHARED);
    boolean hasAuxiliary = AUXILIARY.stream().anyMatch(parts::has);
    return new DalNetConfig(
        size.width(),
        size.blocks(),
        parts.identities(),
        inputHeight,
        inputWidth,
        hasAuxiliary ? List.of(Stream.values()) : List.of(Stream.PHOTO, Stream.SKETCH),
        hasAuxiliary,
        parts.has("stylePool."),
        parts.interaction(),
        parts.reduction(32 * size.width()));
  }

  /** The whole method around a ResNet, with the smallest classifier: a training makes its own. */
  static DalNetConfig around(SortedMap<String, Tensor> resNet, int inputHeight, int inputWidth) {
    NetworkSize size = NetworkSize.of(resNet, "", "");
    return new DalNetConfig(
        size.width(),
        size.blocks(),
        FEWEST_IDENTITIES,
        inputHeight,
        inputWidth,
        List.of(Stream.values()));
  }

  private int identities() throws InvalidModelException {
    Tensor classifier = tensors.get(CLASSIFIER);
    if (classifier == null || classifier.shape().length == 0) {
      return FEWEST_IDENTITIES;
    }
    if (classifier.shape()[0] < FEWEST_IDENTITIES) {
      throw new InvalidModelException(
          "Tensor '%s' must tell at least %d identities apart, but has shape %s"
              .formatted(CLASSIFIER, FEWEST_IDENTITIES, Arrays.toString(classifier.shape())));
    }
    return (int) classifier.shape()[0];
  }

  private Interaction interaction() {
    if (has("aca.")) {
      return Interaction.CROSS_ATTENTION;
    }
    return has("bam.") || has("interactedNeck.")
        ? Interaction.BILINEAR_ALIGNMENT
        : Interaction.NONE;
  }

  /** The usual one, unless both modalities' channels say another. */
  private int reduction(int channels) {
    int photo = squeezed(Stream.PHOTO);
    boolean isClear = photo > 0 && photo <= channels && photo == squeezed(Stream.SKETCH);
    return isClear ? channels / photo : DalNetConfig.REDUCTION;
  }

  private int squeezed(Stream stream) {
    Tensor bias = tensors.get(SQUEEZED.formatted(stream.key()));
    return bias == null ? 0 : bias.values().length;
  }

  private boolean has(String prefix) {
    return NetworkSize.holdsAny(tensors, prefix);
  }
}
