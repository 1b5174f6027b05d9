package io.sketchwatch.dalnet.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.sketchwatch.core.model.InputSpec;
import java.util.List;

/**
 * The size of a network; all sizes have one topology.
 *
 * @param width channels of the stem, at least 1: 64 for ResNet-50
 * @param blocks bottlenecks of layer1 to layer4: 3, 4, 6, 3 for ResNet-50
 * @param identities people that the classifier tells apart, at least 2
 * @param inputHeight of a picture in pixels, at least 16
 * @param inputWidth of a picture in pixels, at least 16
 * @param streams the private streams, in the order of {@link Stream}; photo and sketch at least
 */
public record DalNetConfig(
    int width,
    List<Integer> blocks,
    int identities,
    int inputHeight,
    int inputWidth,
    List<Stream> streams) {

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
  }

  /** Channels of the layer4 maps, which is the length of an embedding. */
  @JsonIgnore
  public int dimension() {
    return 8 * EXPANSION * width;
  }

  /** How pictures become input: the same for training and serving. */
  @JsonIgnore
  public InputSpec input() {
    return InputSpec.encoder(inputWidth, inputHeight);
  }
}
