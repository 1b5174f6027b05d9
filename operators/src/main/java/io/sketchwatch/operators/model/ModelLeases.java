package io.sketchwatch.operators.model;

import ai.djl.Device;
import io.sketchwatch.operators.embedding.EncoderInput;
import io.sketchwatch.operators.embedding.EncoderOutput;
import io.sketchwatch.operators.inference.InferenceService;
import io.sketchwatch.operators.inference.InferenceSettings;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that one subtask embeds with. The one that the job was started with is held
 * throughout; the others are loaded beside it, off the task thread, when they begin to be served,
 * and given back when they are no longer, as soon as what was asked of them is done.
 *
 * <p>A model that can't be loaded within half of the inference timeout is replaced by the one at
 * start, here and until the models in service change: see the model id of each output. Used by the
 * task thread only; outputs complete on any.
 */
public final class ModelLeases implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ModelLeases.class);

  /** Its threads end when there is nothing to load or close for a minute. */
  private static final Executor LOADER = Executors.newCachedThreadPool(ModelLeases::loader);

  private final ModelEncoders encoders;
  private final InferenceSettings settings;
  private final Device device;
  private final ModelLease start;
  private final Map<AnnouncedPackage, CompletableFuture<ModelLease>> announced = new HashMap<>();

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
      if (!wanted.containsKey(held) || announced.get(held).isCompletedExceptionally()) {
        whenOpened(announced.remove(held), ModelLease::end);
      }
    }
    for (ServedModel model : wanted.values()) {
      CompletableFuture<ModelLease> unused = lease(model);
    }
  }

  /**
   * Embeds with a model, or with the one at start where it can't be loaded; blocks while it is
   * behind, which is the back-pressure on the caller.
   *
   * @throws InterruptedException if the caller is cancelled while it waits for room
   */
  public CompletableFuture<EncoderOutput> embed(ServedModel model, EncoderInput input)
      throws InterruptedException {
    if (model.isAtStart()) {
      return start.submit(input);
    }
    CompletableFuture<ModelLease> lease = lease(model);
    if (lease.isCompletedExceptionally()) {
      return start.submit(input);
    }
    return lease.isDone() ? lease.join().submit(input) : embedOnceLoaded(model, input);
  }

  /** Whoever ends the lease comes after those who wait for it: they find it open. */
  private CompletableFuture<EncoderOutput> embedOnceLoaded(ServedModel model, EncoderInput input) {
    CompletableFuture<ModelLease> reserved = lease(model).thenApply(ModelLease::reserve);
    announced.put(model.modelPackage(), reserved);
    return reserved
        .handleAsync((opened, failure) -> failure == null ? opened : start.reserve(), LOADER)
        .thenCompose(opened -> submitReserved(opened, input));
  }

  private static CompletableFuture<EncoderOutput> submitReserved(
      ModelLease lease, EncoderInput input) {
    try {
      return lease.submitReserved(input);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private CompletableFuture<ModelLease> lease(ServedModel model) {
    return announced.computeIfAbsent(model.modelPackage(), key -> load(model));
  }

  private CompletableFuture<ModelLease> load(ServedModel model) {
    CompletableFuture<ModelLease> opened = new CompletableFuture<>();
    LOADER.execute(() -> load(model, opened));
    return opened.orTimeout(settings.timeout().toMillis() / 2, TimeUnit.MILLISECONDS);
  }

  private void load(ServedModel model, CompletableFuture<ModelLease> opened) {
    try {
      ModelLease lease = new ModelLease(encoders.of(model).lease(settings, device), LOADER);
      if (!opened.complete(lease)) {
        LOG.warn("Model '{}' was loaded too late: it is not used here", model.modelId());
        lease.close();
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.warn("Model '{}' can't be loaded: the one at start is used here", model.modelId(), e);
      opened.completeExceptionally(e);
    }
  }

  private static void whenOpened(CompletableFuture<ModelLease> lease, Consumer<ModelLease> action) {
    var unused =
        lease.whenComplete(
            (opened, failure) -> {
              if (opened != null) {
                action.accept(opened);
              }
            });
  }

  /** Gives everything back, whoever still waits; what is still being loaded, once that is done. */
  @Override
  public void close() {
    start.close();
    announced.values().forEach(lease -> whenOpened(lease, ModelLease::close));
    announced.clear();
  }
}
