package io.sketchwatch.dalnet.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.sketchwatch.core.model.InputSpec;
import java.util.List;

/**
 * The size and the parts of a network; all sizes have one topology. A part that is not asked for
 * has no parameters.
 *
 * @param width channels of the stem, at least 1: 64 for ResNet-50
 * @param blocks bottlenecks of layer1 to layer4: 3, 4, 6, 3 for ResNet-50
 * @param identities people that the classifier tells apart, at least 2
 * @param inputHeight of a picture in pixels, at least 16
 * @param inputWidth of a picture in pixels, at least 16
 * @param streams the private streams, in the order of {@link Stream}; photo and sketch at least
 * @param kernelTrained whether the auxiliary stream's kernel moves
 * @param styles whether the private maps are pooled to style features; needs the auxiliary stream
 * @param interaction of photo and sketch with the auxiliary stream, which it needs; null is none
 * @param reduction by which {@link BilinearAlignment} squeezes channels, 1 to {@link #dimension()};
 *     0 is 4
 */
public record DalNetConfig(
    int width,
    List<Integer> blocks,
    int identities,
    int inputHeight,
    int inputWidth,
    List<Stream> streams,
    boolean kernelTrained,
    boolean styles,
    Interaction interaction,
    int reduction) {

  /** By which bilinear alignment squeezes where nothing else is said. */
  public static final int REDUCTION = 4;

  private static final int EXPANSION = 4;

  public DalNetConfig {
    if (width < 1 || blocks.size() != 4 || blocks.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          "Network must have a width above 0 and four stages of blocks, but was width %d, blocks %s"
              .formatted(width, blocks));
    }
    if (identities < 2 || inputHeight < 16 || inputWidth < 16) {
      throw new IllegalArgumentException(
          "Network must have at least 2 identities and 16 x 16 pixels, but was %d and %d x %d"
              .formatted(identities, inputWidth, inputHeight));
    }
    if (!streams.containsAll(List.of(Stream.PHOTO, Stream.SKETCH))
        || !streams.equals(streams.stream().distinct().sorted().toList())) {
      throw new IllegalArgumentException(
          "Network must have the streams PHOTO and SKETCH in joint order, but was " + streams);
    }
    blocks = List.copyOf(blocks);
    streams = List.copyOf(streams);
    interaction = interaction == null ? Interaction.NONE : interaction;
    reduction = reduction == 0 ? REDUCTION : reduction;
    if (reduction < 1 || reduction > 8 * EXPANSION * width) {
      throw new IllegalArgumentException(
          "Reduction must be 1 to the %d channels of an embedding, but was %d"
              .formatted(8 * EXPANSION * width, reduction));
    }
    if ((styles || interaction != Interaction.NONE) && !streams.contains(Stream.AUXILIARY)) {
      throw new IllegalArgumentException(
          "Style features and interaction %s need the stream AUXILIARY, but streams are %s"
              .formatted(interaction, streams));
    }
  }

  /** The whole method where there is an auxiliary stream, else the streams alone. */
  public DalNetConfig(
      int width,
      List<Integer> blocks,
      int identities,
      int inputHeight,
      int inputWidth,
      List<Stream> streams) {
    this(
        width,
        blocks,
        identities,
        inputHeight,
        inputWidth,
        streams,
        streams.contains(Stream.AUXILIARY),
        streams.contains(Stream.AUXILIARY),
        streams.contains(Stream.AUXILIARY) ? Interaction.CROSS_ATTENTION : Interaction.NONE,
        REDUCTION);
  }

  /** Whether there is a stream of auxiliary pictures. */
  public boolean hasAuxiliary() {
    return streams.contains(Stream.AUXILIARY);
  }

  /** Channels of the layer4 maps, which is the length of an embedding. */
  @JsonIgnore
  public int dimension() {
    return 8 * EXPANSION * width;
  }

  /** Channels that bilinear alignment squeezes the maps of two streams to. */
  @JsonIgnore
  int squeezed() {
    return dimension() / reduction;
  }

  /** How pictures become input: the same for training and serving. */
  @JsonIgnore
  public InputSpec input() {
    return InputSpec.encoder(inputWidth, inputHeight);
  }
}
