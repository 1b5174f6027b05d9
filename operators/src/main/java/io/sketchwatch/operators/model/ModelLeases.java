package io.sketchwatch.operators.model;

import ai.djl.Device;
import io.sketchwatch.core.tracklet.Shot;
import io.sketchwatch.operators.embedding.EncoderInput;
import io.sketchwatch.operators.embedding.EncoderOutput;
import io.sketchwatch.operators.inference.InferenceService;
import io.sketchwatch.operators.inference.InferenceSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/**
 * The models that one subtask embeds with. The one that the job was started with is held
 * throughout; the others are loaded beside it, off the task thread, when they begin to be served,
 * and given back when they are no longer, as soon as what was asked of them is done.
 *
 * <p>A model that is not loaded within half of the inference timeout is missing until it is: the
 * one at start embeds shots in its place, see the model id of each output, and {@link ModelLoad}
 * for how that ends. Used by the task thread only; outputs complete on any.
 */
public final class ModelLeases implements AutoCloseable {

  /** Its threads end when there is nothing to load or close for a minute. */
  private static final Executor LOADER = Executors.newCachedThreadPool(ModelLeases::loader);

  private final ModelEncoders encoders;
  private final InferenceSettings settings;
  private final Device device;
  private final ModelLease start;
  private final Map<AnnouncedPackage, ModelLoad> announced = new ConcurrentHashMap<>();
  private final Counter stoodIn = new ThreadSafeSimpleCounter();

  /**
   * Loads the model that the job was started with.
   *
   * @throws IOException if it can't be loaded
   */
  public ModelLeases(ModelEncoders encoders, InferenceSettings settings, Device device)
      throws IOException {
    this.encoders = encoders;
    this.settings = settings;
    this.device = device;
    this.start = new ModelLease(encoders.start().lease(settings, device), LOADER);
  }

  private static Thread loader(Runnable task) {
    Thread thread = new Thread(task, "model-loader");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Shows {@code model.missing}, the models in service that are not loaded here, and {@code
   * model.stoodIn}, the shots that the model at start has embedded in their place.
   */
  public void register(MetricGroup operator) {
    MetricGroup group = operator.addGroup("model");
    group.gauge("missing", () -> announced.values().stream().filter(ModelLoad::isMissing).count());
    group.counter("stoodIn", stoodIn);
  }

  /** The service of the model that the job was started with. */
  public InferenceService<EncoderInput, EncoderOutput> start() {
    return start.service();
  }

  /** Begins to load what is new, and gives back what is not served any more. */
  public void serve(List<ServedModel> served) {
    Map<AnnouncedPackage, ServedModel> wanted =
        served.stream()
            .filter(model -> !model.isAtStart())
            .collect(Collectors.toMap(ServedModel::modelPackage, model -> model));
    for (AnnouncedPackage held : Set.copyOf(announced.keySet())) {
      if (!wanted.containsKey(held)) {
        announced.remove(held).end();
      }
    }
    wanted.values().forEach(this::load);
  }

  /**
   * Embeds a shot with a model; where that is missing, with the one at start, or, for a candidate,
   * with none. Blocks while the model is behind, which is the back-pressure on the caller.
   *
   * @return in the end null for a candidate that is missing
   * @throws InterruptedException if the caller is cancelled while it waits for room
   */
  public CompletableFuture<EncoderOutput> embed(ServedModel model, Shot shot)
      throws InterruptedException {
    return embed(model, PictureToEmbed.crop(shot, model.candidate() ? null : start));
  }

  /**
   * Embeds a sketch with a model; blocks as for a shot.
   *
   * @return in the end null where the model is missing
   * @throws InterruptedException if the caller is cancelled while it waits for room
   */
  public CompletableFuture<EncoderOutput> embed(ServedModel model, EncoderInput sketch)
      throws InterruptedException {
    return embed(model, PictureToEmbed.sketch(sketch));
  }

  private CompletableFuture<EncoderOutput> embed(ServedModel model, PictureToEmbed picture)
      throws InterruptedException {
    return model.isAtStart() ? start.submit(picture.input()) : load(model).embed(picture);
  }

  private ModelLoad load(ServedModel model) {
    return announced.computeIfAbsent(model.modelPackage(), key -> begin(model));
  }

  private ModelLoad begin(ServedModel model) {
    ModelLoad load =
        new ModelLoad(
            model.modelId(),
            () -> new ModelLease(encoders.of(model).lease(settings, device), LOADER),
            LOADER,
            stoodIn);
    load.begin(settings.timeout().dividedBy(2));
    return load;
  }

  /** Gives everything back, whoever still waits; what is still being loaded, once that is done. */
  @Override
  public void close() {
    start.close();
    announced.values().forEach(ModelLoad::close);
    announced.clear();
  }
}
