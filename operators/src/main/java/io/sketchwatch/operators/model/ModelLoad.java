package io.sketchwatch.operators.model;

import io.sketchwatch.operators.embedding.EncoderOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One announced model on one subtask, from the first try to load it until it is served no longer.
 *
 * <p>Pictures wait for it until it is loaded, the first try has failed, or their patience is over,
 * whichever is first; then those that have waited go one way together. After that the model is
 * missing until a later try, or the one that took so long, has loaded it: it is tried again after
 * pauses of a second, doubled up to a minute. A tracklet of which it has missed a shot it misses to
 * its end, so that no tracklet changes its model. Thread-safe.
 */
final class ModelLoad {

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(ModelLoad.class);

  private final String modelId;
  private final Opener opener;
  private final Executor loader;
  private final Counter stoodIn;

  private final MissedTracklets missed = new MissedTracklets();
  private List<Waiting> waiting = new ArrayList<>();
  private boolean settled;
  private boolean ended;
  private ModelLease lease;
  private Duration pause = Duration.ofSeconds(1);

  /** Loads the model; may take long. */
  @FunctionalInterface
  interface Opener {
    ModelLease open() throws IOException;
  }

  /**
   * @param loader loads, and embeds what has waited
   * @param stoodIn counts what stand-ins embed
   */
  ModelLoad(String modelId, Opener opener, Executor loader, Counter stoodIn) {
    this.modelId = modelId;
    this.opener = opener;
    this.loader = loader;
    this.stoodIn = stoodIn;
  }

  /**
   * Begins to load.
   *
   * @param patience of the pictures that wait for it
   */
  void begin(Duration patience) {
    loader.execute(this::tryToLoad);
    later(patience, () -> stopWaiting(patience));
  }

  private void later(Duration delay, Runnable action) {
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, loader)
        .execute(action);
  }

  private void tryToLoad() {
    try {
      use(opener.open());
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.warn("Model '{}' can't be loaded: it is tried again in {}", modelId, pause, e);
      settle();
      later(pause, this::tryAgain);
      pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
    }
  }

  /** Nobody waits for a later try: it is left out once the model is not served any more. */
  private void tryAgain() {
    synchronized (this) {
      if (ended) {
        return;
      }
    }
    tryToLoad();
  }

  private void use(ModelLease loaded) {
    synchronized (this) {
      lease = loaded;
      if (settled && !ended) {
        LOG.info("Model '{}' is loaded: each camera takes it up with its next person", modelId);
      }
    }
    settle();
    endIfIdle();
  }

  private void stopWaiting(Duration patience) {
    if (settle() && isMissing()) {
      LOG.warn(
          "Model '{}' is not loaded within {}: it is missing here until then", modelId, patience);
    }
  }

  /** The pictures that have waited go their way; false if they have before. */
  private boolean settle() {
    List<Waiting> released;
    List<ModelLease> ways = new ArrayList<>();
    synchronized (this) {
      if (settled) {
        return false;
      }
      settled = true;
      released = waiting;
      waiting = List.of();
      released.forEach(one -> ways.add(reserve(one.picture)));
    }
    for (int i = 0; i < released.size(); i++) {
      released.get(i).go(ways.get(i));
    }
    return true;
  }

  /** Null where nothing embeds the picture. */
  private ModelLease reserve(PictureToEmbed picture) {
    if (lease != null && (picture.shot() == null || !missed.hold(picture.shot()))) {
      return lease.reserve();
    }
    if (picture.shot() != null) {
      missed.add(picture.shot());
    }
    if (picture.standIn() == null) {
      return null;
    }
    stoodIn.inc();
    return picture.standIn().reserve();
  }

  /**
   * Embeds a picture with the model, or with the stand-in where that is missing; blocks while that
   * is behind.
   *
   * @return null in the end where the model is missing and nothing stands in
   * @throws InterruptedException if the caller is cancelled while it waits for room
   */
  CompletableFuture<EncoderOutput> embed(PictureToEmbed picture) throws InterruptedException {
    ModelLease way;
    synchronized (this) {
      if (!settled) {
        Waiting behind = new Waiting(picture, new CompletableFuture<>());
        waiting.add(behind);
        return behind.output;
      }
      way = reserve(picture);
    }
    return submit(picture, way);
  }

  private static CompletableFuture<EncoderOutput> submit(PictureToEmbed picture, ModelLease way)
      throws InterruptedException {
    return way == null
        ? CompletableFuture.completedFuture(null)
        : way.submitReserved(picture.input());
  }

  /** Whether the model is served, but not loaded, and nothing waits for it any more. */
  synchronized boolean isMissing() {
    return settled && lease == null;
  }

  /** It is asked for nothing more; what has been asked for is still done. */
  void end() {
    synchronized (this) {
      ended = true;
    }
    endIfIdle();
  }

  /** Whoever still waits has not reserved the lease yet. */
  private synchronized void endIfIdle() {
    if (ended && settled && lease != null) {
      lease.end();
    }
  }

  /** Gives it back at once, whoever still waits; if it is being loaded, once that is done. */
  void close() {
    List<Waiting> dropped;
    ModelLease held;
    synchronized (this) {
      ended = true;
      settled = true;
      dropped = waiting;
      waiting = List.of();
      held = lease;
    }
    dropped.forEach(one -> one.output.completeExceptionally(new CancellationException()));
    if (held != null) {
      held.close();
    }
  }

  private record Waiting(PictureToEmbed picture, CompletableFuture<EncoderOutput> output) {

    void go(ModelLease way) {
      try {
        var unused = submit(picture, way).whenComplete(this::complete);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        output.completeExceptionally(e);
      }
    }

    private void complete(EncoderOutput embedded, Throwable failure) {
      if (failure == null) {
        output.complete(embedded);
      } else {
        output.completeExceptionally(failure);
      }
    }
  }
}
