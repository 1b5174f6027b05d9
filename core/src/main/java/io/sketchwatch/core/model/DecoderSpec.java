package io.sketchwatch.core.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a model's outputs become boxes or masks; in a manifest an object, or the kind's name alone.
 *
 * @param kind of model
 * @param personClass place of people among the classes, from 0
 * @param outputs places in the file of the outputs that the decoder reads, from 0, in the decoder's
 *     order; null for the file's first ones
 * @param activation of the class outputs of {@code SSD} and {@code DETR}
 * @param anchors of {@code SSD}, in the order of its outputs
 * @param boxOrder of {@code SSD}; null for {@link BoxOrder#XY}
 * @param centreVariance of {@code SSD}: what offsets of centres are multiplied by; null for 0.1
 * @param sizeVariance of {@code SSD}: what logarithms of sizes are multiplied by; null for 0.2
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecoderSpec(
    Kind kind,
    int personClass,
    List<Integer> outputs,
    Activation activation,
    List<AnchorLevel> anchors,
    BoxOrder boxOrder,
    Double centreVariance,
    Double sizeVariance) {

  /** Models whose outputs can be read. */
  public enum Kind {
    NANODET,
    YOLOX,
    SSD,
    DETR,
    /** Makes masks, not boxes. */
    U2NET
  }

  /** Order of a box's four numbers. */
  public enum BoxOrder {
    /** x, y, width, height: PyTorch's. */
    XY,
    /** y, x, height, width: TensorFlow's. */
    YX
  }

  /**
   * @throws IllegalArgumentException if a part is missing that the kind needs
   */
  @JsonCreator
  public DecoderSpec(
      @JsonProperty("kind") Kind kind,
      @JsonProperty("personClass") int personClass,
      @JsonProperty("outputs") List<Integer> outputs,
      @JsonProperty("activation") Activation activation,
      @JsonProperty("anchors") List<AnchorLevel> anchors,
      @JsonProperty("boxOrder") BoxOrder boxOrder,
      @JsonProperty("centreVariance") Double centreVariance,
      @JsonProperty("sizeVariance") Double sizeVariance) {
    if (kind == null || personClass < 0) {
      throw new IllegalArgumentException(
          "Expected a decoder with a kind and a person class of at least 0, but was %s and %d"
              .formatted(kind, personClass));
    }
    if ((kind == Kind.SSD || kind == Kind.DETR) && activation == null) {
      throw new IllegalArgumentException(
          "Decoder '%s' needs an activation: NONE, SIGMOID or SOFTMAX".formatted(kind));
    }
    if (kind == Kind.SSD && (anchors == null || anchors.isEmpty())) {
      throw new IllegalArgumentException("Decoder 'SSD' needs anchors");
    }
    this.kind = kind;
    this.personClass = personClass;
    this.outputs = outputs;
    this.activation = activation;
    this.anchors = anchors;
    this.boxOrder = boxOrder;
    this.centreVariance = centreVariance;
    this.sizeVariance = sizeVariance;
  }

  /** A decoder that its kind tells all about, such as {@code nanodet}; people are class 0. */
  @JsonCreator
  public static DecoderSpec of(String kind) {
    return new DecoderSpec(
        Kind.valueOf(kind.toUpperCase(Locale.ROOT)), 0, null, null, null, null, null, null);
  }

  /**
   * The decoder of a detector.
   *
   * @throws IllegalStateException if the kind makes no boxes
   */
  DetectionDecoder decoder(InputSpec input) {
    return switch (kind) {
      case NANODET -> new NanoDetDecoder(input, personClass);
      case YOLOX -> new YoloxDecoder(input, personClass);
      case SSD -> new SsdDecoder(input, this);
      case DETR -> new DetrDecoder(input, personClass, activation);
      case U2NET -> throw new IllegalStateException("Decoder 'U2NET' makes masks, not boxes");
    };
  }

  /**
   * The outputs that the decoder reads, in its order.
   *
   * @throws IllegalStateException if the file has no output at a place
   */
  List<Tensor> select(List<Tensor> all) {
    if (outputs == null) {
      return all;
    }
    List<Tensor> selected = new ArrayList<>();
    for (int place : outputs) {
      if (place < 0 || place >= all.size()) {
        throw new IllegalStateException(
            "Decoder '%s' reads output %d, but the model gives %s".formatted(kind, place, all));
      }
      selected.add(all.get(place));
    }
    return selected;
  }
}
