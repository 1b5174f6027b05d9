package io.sketchwatch.dalnet.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.dalnet.data.Augmentation;
import io.sketchwatch.dalnet.loss.CircleLoss;
import io.sketchwatch.dalnet.loss.StyleRefinementLoss;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Interaction;
import io.sketchwatch.dalnet.network.Precision;
import io.sketchwatch.dalnet.network.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The recipe of a training run: everything but the data that decides its result.
 *
 * <p>Losses and parts of the network can be left out one by one, see {@link AblationRow}; a part
 * that no loss needs has no parameters.
 *
 * @param network the network's size and parts
 * @param batches what a batch is made of
 * @param masks how photos are cut out for the auxiliary stream; null is softly
 * @param augmentation random changes to pictures
 * @param optimiser how weights move
 * @param losses what is made small
 * @param precision that the network computes in; null is single
 * @param seed of everything random
 */
public record TrainingConfig(
    Network network,
    Batches batches,
    Masks masks,
    Augmentation augmentation,
    Optimiser optimiser,
    Losses losses,
    Precision precision,
    long seed) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  public TrainingConfig {
    masks = masks == null ? new Masks(0) : masks;
    precision = precision == null ? Precision.FLOAT32 : precision;
    if (losses.style() > 0 && !network.streams().contains(Stream.AUXILIARY)) {
      throw new IllegalArgumentException(
          "Loss 'style' needs the stream AUXILIARY, but streams are %s: set its weight to 0"
              .formatted(network.streams()));
    }
    if (losses.intraModal() > 0 && network.interaction() == Interaction.NONE) {
      throw new IllegalArgumentException(
          "Loss 'intraModal' needs an interaction, but it is NONE: set the loss's weight to 0");
    }
  }

  /**
   * The network's size and parts; see {@link DalNetConfig}, to which the data set adds the
   * identities.
   *
   * @param width channels of the stem
   * @param blocks bottlenecks of layer1 to layer4
   * @param inputHeight in pixels
   * @param inputWidth in pixels
   * @param streams photo and sketch at least
   * @param kernelTrained whether the auxiliary stream's kernel moves
   * @param interaction of photo and sketch with the auxiliary stream; null is none
   * @param reduction by which bilinear alignment squeezes channels; 0 is 4
   */
  public record Network(
      int width,
      List<Integer> blocks,
      int inputHeight,
      int inputWidth,
      List<Stream> streams,
      boolean kernelTrained,
      Interaction interaction,
      int reduction) {

    public Network {
      blocks = List.copyOf(blocks);
      streams = List.copyOf(streams);
      kernelTrained = kernelTrained && streams.contains(Stream.AUXILIARY);
      interaction = interaction == null ? Interaction.NONE : interaction;
      reduction = reduction == 0 ? DalNetConfig.REDUCTION : reduction;
      if (interaction != Interaction.NONE && !streams.contains(Stream.AUXILIARY)) {
        throw new IllegalArgumentException(
            "Interaction %s needs the stream AUXILIARY, but streams are %s: set it to NONE"
                .formatted(interaction, streams));
      }
    }
  }

  /** Whether photos are cut out, which takes their masks. */
  public boolean cutsOut() {
    return network.streams.contains(Stream.AUXILIARY);
  }

  /** The network of this recipe with a classifier for so many people. */
  public DalNetConfig networkFor(int identities) {
    return new DalNetConfig(
        network.width,
        network.blocks,
        identities,
        network.inputHeight,
        network.inputWidth,
        network.streams,
        network.kernelTrained,
        losses.style > 0,
        network.interaction,
        network.reduction);
  }

  /**
   * How photos are cut out for the auxiliary stream.
   *
   * @param threshold from which a pixel belongs to the person, up to 1; 0 takes masks as they are,
   *     soft
   */
  public record Masks(double threshold) {

    public Masks {
      if (!(threshold >= 0 && threshold <= 1)) {
        throw new IllegalArgumentException(
            "Threshold of masks must be 0 to 1, but was " + threshold);
      }
    }
  }

  /**
   * What a batch is made of.
   *
   * @param identities people a batch, at least 2
   * @param examplesPerIdentity photos, and sketches, of each, at least 1
   */
  public record Batches(int identities, int examplesPerIdentity) {

    public Batches {
      if (identities < 2 || examplesPerIdentity < 1) {
        throw new IllegalArgumentException(
            "Batch must have at least 2 identities and 1 example of each, but was %d and %d"
                .formatted(identities, examplesPerIdentity));
      }
    }
  }

  /**
   * How weights move: AdamW, its rate rising linearly over the first epochs from a sixteenth, then
   * falling linearly to 0 at the end.
   *
   * @param epochs passes over all identities, at least 1
   * @param warmUpEpochs during which the rate rises, 0 to {@code epochs}
   * @param learningRate highest rate, above 0
   * @param weightDecay part of the rate by which matrices and kernels shrink, 0 or more
   * @param streamsFactor rate of the private streams, relative to {@code learningRate}
   * @param layer3Factor rate of layer3, likewise
   * @param layer4Factor rate of layer4, likewise
   */
  public record Optimiser(
      int epochs,
      int warmUpEpochs,
      double learningRate,
      double weightDecay,
      double streamsFactor,
      double layer3Factor,
      double layer4Factor) {

    public Optimiser {
      if (epochs < 1 || warmUpEpochs < 0 || warmUpEpochs > epochs) {
        throw new IllegalArgumentException(
            "Training must have at least 1 epoch and no more of them to warm up, but was %d and %d"
                .formatted(epochs, warmUpEpochs));
      }
      if (!(learningRate > 0 && learningRate <= 1) || !(weightDecay >= 0 && weightDecay <= 1)) {
        throw new IllegalArgumentException(
            "Learning rate must be above 0, weight decay at least 0, both at most 1, but was %s, %s"
                .formatted(learningRate, weightDecay));
      }
    }

    /** The rate of a parameter relative to {@link #learningRate}. */
    double factor(String parameter) {
      if (parameter.startsWith("shared.layer3.")) {
        return layer3Factor;
      }
      if (parameter.startsWith("shared.layer4.")) {
        return layer4Factor;
      }
      boolean isPrivate =
          List.of(Stream.values()).stream()
              .anyMatch(stream -> parameter.startsWith(stream.key() + "."));
      return isPrivate ? streamsFactor : 1;
    }
  }

  /**
   * What is made small: the identity loss plus these, each times its weight; 0 leaves one out.
   *
   * @param style weight of the style refinement loss
   * @param crossModal weight of the cross-modal circle loss
   * @param intraModal weight of the intra-modal circle loss
   * @param circle weight of the original circle loss over the joint batch
   * @param tau temperature of the style refinement loss, above 0; 0 is 0.07
   * @param margin of circle losses, 0 to 1
   * @param gamma scale of circle losses, above 0
   */
  public record Losses(
      double style,
      double crossModal,
      double intraModal,
      double circle,
      float tau,
      float margin,
      float gamma) {

    private static final float TAU = 0.07f;

    public Losses {
      for (double weight : new double[] {style, crossModal, intraModal, circle}) {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "Weight of a loss must be at least 0, but was " + weight);
        }
      }
      tau = tau == 0 ? TAU : tau;
    }

    /** The circle loss of these settings. */
    CircleLoss circleLoss() {
      return new CircleLoss(margin, gamma);
    }

    /** The style refinement loss of these settings. */
    StyleRefinementLoss styleLoss() {
      return new StyleRefinementLoss(tau);
    }
  }

  /**
   * The recipe for random first weights, the default: the whole method in ResNet-50's size, one
   * rate for all.
   */
  public static TrainingConfig fromScratch() {
    return new TrainingConfig(
        new Network(
            64,
            List.of(3, 4, 6, 3),
            288,
            144,
            List.of(Stream.values()),
            true,
            Interaction.CROSS_ATTENTION,
            DalNetConfig.REDUCTION),
        new Batches(8, 2),
        new Masks(0),
        new Augmentation(10, 0.5, 0.5, 0.5),
        new Optimiser(100, 16, 2e-3, 0.02, 1, 1, 1),
        new Losses(1, 1, 1, 0, Losses.TAU, 0.45f, 64),
        Precision.FLOAT32,
        1);
  }

  /** The recipe for first weights that were trained before: lower rates, lowest where they are. */
  public static TrainingConfig fromPretrained() {
    TrainingConfig scratch = fromScratch();
    return new TrainingConfig(
        scratch.network,
        scratch.batches,
        scratch.masks,
        scratch.augmentation,
        new Optimiser(100, 16, 9e-4, 0.02, 0.1, 0.2, 0.25),
        scratch.losses,
        scratch.precision,
        scratch.seed);
  }

  /**
   * Reads a JSON file whose settings replace those of {@link #fromScratch}; what it does not name
   * stays.
   *
   * @throws IOException if it is not JSON, or names an unknown setting or one out of range
   */
  public static TrainingConfig read(Path file) throws IOException {
    return read(file, fromScratch());
  }

  /** Reads a JSON file whose settings replace those of another recipe. */
  public static TrainingConfig read(Path file, TrainingConfig defaults) throws IOException {
    try {
      return parse(Files.readString(file), defaults);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "Training recipe '%s' can't be read: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /** Reads JSON as {@link #read} does. */
  public static TrainingConfig parse(String json) throws JsonProcessingException {
    return parse(json, fromScratch());
  }

  private static TrainingConfig parse(String json, TrainingConfig defaults)
      throws JsonProcessingException {
    ObjectNode merged = JSON.valueToTree(defaults);
    merge(merged, JSON.readValue(json, ObjectNode.class));
    return JSON.treeToValue(merged, TrainingConfig.class);
  }

  private static void merge(ObjectNode into, JsonNode from) {
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      JsonNode old = into.get(entry.getKey());
      if (old instanceof ObjectNode object && entry.getValue().isObject()) {
        merge(object, entry.getValue());
      } else {
        into.set(entry.getKey(), entry.getValue());
      }
    }
  }

  /** SHA-256 of {@link #json}. */
  public String hash() {
    return Sha256.hex(json().getBytes(UTF_8));
  }

  /** This recipe, whole, with sorted names. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A recipe is always JSON", e);
    }
  }
}
