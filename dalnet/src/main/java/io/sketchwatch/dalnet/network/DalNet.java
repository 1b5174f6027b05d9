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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The network: private streams, shared stages, pooling, neck and classifier.
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

  private final DalNetConfig config;
  private final Map<Stream, PrivateStages> streams = new EnumMap<>(Stream.class);
  private final SharedStages shared;
  private final GemPooling pool;
  private final BatchNormalisation neck;
  private final Linear classifier;

  /** A network without weights; {@link #initialise} gives it some. */
  public DalNet(DalNetConfig config) {
    this.config = config;
    for (Stream stream : config.streams()) {
      streams.put(stream, child(stream.key(), new PrivateStages(config)));
    }
    shared = child("shared", new SharedStages(config));
    pool = child("pool", new GemPooling());
    neck = child("neck", new BatchNormalisation(config.dimension()));
    classifier = child("classifier", new Linear(config.dimension(), config.identities()));
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
   * Runs a joint batch.
   *
   * @param pictures equally many of every stream of the configuration
   * @param training whether batch statistics are used and kept
   */
  public Map<Stream, StreamFeatures> forward(Map<Stream, NDArray> pictures, boolean training) {
    Map<Stream, NDArray> maps = new EnumMap<>(Stream.class);
    streams.forEach((stream, own) -> maps.put(stream, own.apply(pictures.get(stream), training)));
    NDArray joint = NDArrays.concat(new NDList(maps.values()));
    NDArray sharedMaps = shared.apply(joint, training);
    NDArray embeddings = neck.apply(pool.apply(sharedMaps, training), training);
    NDArray logits = classifier.apply(embeddings, training);
    return features(maps, sharedMaps, embeddings, logits);
  }

  private Map<Stream, StreamFeatures> features(
      Map<Stream, NDArray> maps, NDArray sharedMaps, NDArray embeddings, NDArray logits) {
    NDList sharedParts = sharedMaps.split(maps.size());
    NDList embeddingParts = embeddings.split(maps.size());
    NDList logitParts = logits.split(maps.size());
    Map<Stream, StreamFeatures> features = new EnumMap<>(Stream.class);
    for (Stream stream : maps.keySet()) {
      int i = features.size();
      features.put(
          stream,
          new StreamFeatures(
              maps.get(stream), sharedParts.get(i), embeddingParts.get(i), logitParts.get(i)));
    }
    return features;
  }

  /** Embeds pictures of one stream for serving, not normalised: {@code [N, dimension]}. */
  public NDArray embed(Stream stream, NDArray pictures) {
    NDArray maps = shared.apply(streams.get(stream).apply(pictures, false), false);
    return neck.apply(pool.apply(maps, false), false);
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
