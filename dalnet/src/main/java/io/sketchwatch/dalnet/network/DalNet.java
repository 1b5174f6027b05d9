package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.dalnet.engine.Owned;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The network: private streams, shared stages, pooling, neck and classifier, and for training the
 * auxiliary generator, style pooling and modality interaction.
 *
 * <p>Pictures come in as {@link DalNetConfig#input()} makes them: {@code [N, 3, height, width]},
 * normalised. In training the streams' pictures pass the shared stages and the neck as one batch,
 * so that batch normalisation sees all modalities. An embedding for serving needs one stream alone.
 *
 * <p>The parameters live in the manager given to {@link #initialise} and are closed with it; calls
 * need an {@link ai.djl.ndarray.NDScope} around them, which closes the intermediates. Embedding is
 * thread-safe, training is not.
 */
public final class DalNet extends NamedBlock {

  private static final double WHITE = 255;
  private static final List<Stream> INTERACTING = List.of(Stream.PHOTO, Stream.SKETCH);

  private final DalNetConfig config;
  private final Precision precision;
  private final AuxiliaryGenerator generator;
  private final Map<Stream, PrivateStages> streams = new EnumMap<>(Stream.class);
  private final Map<Stream, GemPooling> stylePools = new EnumMap<>(Stream.class);
  private final SharedStages shared;
  private final GemPooling pool;
  private final BatchNormalisation neck;
  private final ModalityInteraction interaction;
  private final Linear classifier;

  /** A network without weights; {@link #initialise} gives it some. */
  public DalNet(DalNetConfig config) {
    this(config, Precision.FLOAT32);
  }

  /** A network without weights that is trained in some precision; it embeds in single precision. */
  public DalNet(DalNetConfig config, Precision precision) {
    this.config = config;
    this.precision = precision;
    generator =
        config.streams().contains(Stream.AUXILIARY)
            ? child("dag", new AuxiliaryGenerator(config.kernelTrained()))
            : null;
    for (Stream stream : config.streams()) {
      streams.put(stream, child(stream.key(), new PrivateStages(config)));
      if (config.styles()) {
        stylePools.put(stream, child("stylePool." + stream.key(), new GemPooling()));
      }
    }
    shared = child("shared", new SharedStages(config));
    pool = child("pool", new GemPooling());
    neck = child("neck", new BatchNormalisation(config.dimension()));
    interaction = config.interaction() == Interaction.NONE ? null : interaction();
    classifier = child("classifier", new Linear(config.dimension(), config.identities()));
  }

  private ModalityInteraction interaction() {
    int channels = config.dimension();
    Map<Stream, BilinearAlignment> alignments = new EnumMap<>(Stream.class);
    Map<Stream, CrossAttention> attentions = new EnumMap<>(Stream.class);
    for (Stream stream : INTERACTING) {
      BilinearAlignment alignment = new BilinearAlignment(channels, config.squeezed());
      alignments.put(stream, child("bam." + stream.key(), alignment));
      if (config.interaction() == Interaction.CROSS_ATTENTION) {
        attentions.put(stream, child("aca." + stream.key(), new CrossAttention(channels)));
      }
    }
    return new ModalityInteraction(
        alignments, attentions, child("interactedNeck", new BatchNormalisation(channels)));
  }

  public DalNetConfig config() {
    return config;
  }

  /**
   * Gives every parameter its first value, random weights from a seed: the same seed gives the same
   * network on every machine.
   */
  public void initialise(NDManager manager, long seed) {
    RandomWeights.of(seed).assign(getParameters());
    initialize(manager, DataType.FLOAT32);
  }

  /**
   * Pictures as the streams take them.
   *
   * @param pictures {@code [N, 3, height, width]}, RGB from 0 to 1
   */
  public static NDArray normalise(NDArray pictures) {
    NDArray mean = perChannel(pictures, InputSpec.IMAGENET_MEAN);
    NDArray deviation = perChannel(pictures, InputSpec.IMAGENET_STD);
    return pictures.sub(mean).div(deviation);
  }

  private static NDArray perChannel(NDArray like, List<Double> values) {
    float[] channels = new float[values.size()];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = (float) (values.get(i) / WHITE);
    }
    return Owned.floats(like.getManager(), channels, new Shape(1, channels.length, 1, 1));
  }

  /**
   * The auxiliary modality of photos, not normalised yet: {@code [N, 3, height, width]}.
   *
   * @param photos {@code [N, 3, height, width]}, RGB from 0 to 1
   * @param masks {@code [N, 1, height, width]}, 1 where the person is
   */
  public NDArray auxiliary(NDArray photos, NDArray masks) {
    return generator.apply(photos, masks);
  }

  /**
   * Runs a joint batch.
   *
   * @param pictures equally many of every stream of the configuration
   * @param training whether batch statistics are used and kept
   */
  public Map<Stream, StreamFeatures> forward(Map<Stream, NDArray> pictures, boolean training) {
    Map<Stream, NDArray> maps = new EnumMap<>(Stream.class);
    streams.forEach(
        (stream, own) ->
            maps.put(
                stream,
                own.apply(precision.enter(pictures.get(stream), config.width()), training)));
    NDArray joint = shared.apply(NDArrays.concat(new NDList(maps.values())), training);
    NDArray embeddings = neck.apply(pool.apply(joint, training), training);
    NDArray logits = classifier.apply(embeddings, training);
    Map<Stream, NDArray> sharedMaps = parts(joint, config.streams());
    Interacted interacted = interact(sharedMaps, training);
    Map<Stream, NDArray> embeddingParts = parts(embeddings, config.streams());
    Map<Stream, NDArray> logitParts = parts(logits, config.streams());
    Map<Stream, StreamFeatures> features = new EnumMap<>(Stream.class);
    for (Stream stream : config.streams()) {
      features.put(
          stream,
          new StreamFeatures(
              maps.get(stream),
              sharedMaps.get(stream),
              embeddingParts.get(stream),
              logitParts.get(stream),
              style(stream, maps.get(stream)),
              interacted.embeddings.get(stream),
              interacted.logits.get(stream)));
    }
    return features;
  }

  private NDArray style(Stream stream, NDArray maps) {
    GemPooling own = stylePools.get(stream);
    return own == null ? null : own.apply(maps, true);
  }

  /** Interacted embeddings and their logits, where there are any. */
  private record Interacted(Map<Stream, NDArray> embeddings, Map<Stream, NDArray> logits) {}

  private Interacted interact(Map<Stream, NDArray> maps, boolean training) {
    if (interaction == null) {
      return new Interacted(Map.of(), Map.of());
    }
    NDArray joint = interaction.apply(maps, training);
    return new Interacted(
        parts(joint, INTERACTING), parts(classifier.apply(joint, training), INTERACTING));
  }

  private static Map<Stream, NDArray> parts(NDArray joint, List<Stream> streams) {
    NDList split = joint.split(streams.size());
    Map<Stream, NDArray> parts = new EnumMap<>(Stream.class);
    for (Stream stream : streams) {
      parts.put(stream, split.get(parts.size()));
    }
    return parts;
  }

  /** Embeds pictures of one stream for serving, not normalised: {@code [N, dimension]}. */
  public NDArray embed(Stream stream, NDArray pictures) {
    return embed(sharedMaps(stream, pictures));
  }

  /**
   * The layer4 maps of pictures of one stream, for serving: {@code [N, dimension, height / 16,
   * width / 16]}.
   */
  public NDArray sharedMaps(Stream stream, NDArray pictures) {
    return shared.apply(streams.get(stream).apply(pictures, false), false);
  }

  /** What {@link #embed(Stream, NDArray)} makes of layer4 maps: {@code [N, dimension]}. */
  public NDArray embed(NDArray sharedMaps) {
    return neck.apply(pool.apply(sharedMaps, false), false);
  }

  /** Switches every parameter to inference: no gradients are kept from here on. */
  public void freeze() {
    freezeParameters(true);
  }

  /** Every parameter and running value by its checkpoint key. */
  public Map<String, Parameter> parametersByName() {
    return getParameters().toMap();
  }

  /** The embeddings of a joint batch, a stream an array, in the order of the configuration. */
  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    Map<Stream, NDArray> pictures = new EnumMap<>(Stream.class);
    for (Stream stream : config.streams()) {
      pictures.put(stream, inputs.get(pictures.size()));
    }
    NDList embeddings = new NDList();
    forward(pictures, training).values().forEach(part -> embeddings.add(part.embeddings()));
    return embeddings;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return Arrays.stream(inputs)
        .map(input -> new Shape(input.get(0), config.dimension()))
        .toArray(Shape[]::new);
  }

  @Override
  public PairList<String, Shape> describeInput() {
    PairList<String, Shape> inputs = new PairList<>();
    Shape picture = new Shape(-1, 3, config.inputHeight(), config.inputWidth());
    config.streams().forEach(stream -> inputs.add(new Pair<>(stream.key(), picture)));
    return inputs;
  }
}
