package io.sketchwatch.operators.model;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.tracklet.Shot;
import io.sketchwatch.operators.embedding.EncoderInput;
import io.sketchwatch.operators.embedding.EncoderOutput;
import io.sketchwatch.operators.inference.BatchModel;
import io.sketchwatch.operators.inference.InferenceDevice;
import io.sketchwatch.operators.inference.InferenceService;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.inference.SharedInference;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** A subtask that loads model m1 beside m0, each step when a test says so. */
final class LoadingSubtask implements AutoCloseable {

  final CountingModel start = new CountingModel("m0");
  final CountingModel late = new CountingModel("m1");
  final AtomicInteger failures = new AtomicInteger();
  final Counter stoodIn = new ThreadSafeSimpleCounter();
  final ModelLease standIn = start.lease();
  final ModelLoad load;
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Runnable firstTry;

  LoadingSubtask(Duration patience) throws Exception {
    load = new ModelLoad("m1", this::open, tasks::add, stoodIn);
    load.begin(patience);
    firstTry = next();
  }

  private ModelLease open() throws IOException {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IOException("no such model");
    }
    return late.lease();
  }

  /** What the loader has to do next; waits until it has. */
  Runnable next() throws InterruptedException {
    return tasks.take();
  }

  void load() {
    firstTry.run();
  }

  void loseItsPatience() throws InterruptedException {
    next().run();
  }

  /** What a shot is to be embedded by, in the end. */
  CompletableFuture<String> embed(Shot shot) throws InterruptedException {
    return load.embed(PictureToEmbed.crop(shot, standIn)).thenApply(EncoderOutput::modelId);
  }

  @Override
  public void close() {
    load.close();
    standIn.close();
  }

  static final class CountingModel implements BatchModel<EncoderInput, EncoderOutput> {

    final AtomicInteger inputs = new AtomicInteger();
    final CountDownLatch closed = new CountDownLatch(1);
    private final String modelId;

    CountingModel(String modelId) {
      this.modelId = modelId;
    }

    ModelLease lease() throws IOException {
      InferenceSettings settings =
          new InferenceSettings(1, Duration.ZERO, 1, Duration.ofMinutes(1), InferenceDevice.CPU);
      return new ModelLease(
          SharedInference.acquire(
              toString(), () -> new InferenceService<>(modelId, this, settings)),
          close -> new Thread(close).start());
    }

    @Override
    public List<EncoderOutput> apply(List<EncoderInput> batch) {
      inputs.addAndGet(batch.size());
      List<EncoderOutput> outputs = new ArrayList<>();
      batch.forEach(
          input -> outputs.add(new EncoderOutput(modelId, new Embedding(new float[] {1}))));
      return outputs;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
