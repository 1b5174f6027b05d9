package io.sketchwatch.jobs.evaluation;

import ai.djl.Device;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * ONNX Runtime's own session with one prepared batch, which as many callers as it is asked for run
 * again and again: what an inference service could reach at best.
 *
 * <p>To be opened after a model has been opened through DJL, which insists on setting up the
 * runtime itself.
 */
final class BareSession implements AutoCloseable {

  private final OrtSession session;
  private final OnnxTensor batch;
  private final int images;
  private final int callers;
  private final ExecutorService executor;

  /**
   * @param callers that run the batch at once
   * @param threads that one run may use on the CPU
   * @param images of the one batch
   */
  BareSession(
      Path file, int callers, int threads, Device device, InputSpec input, List<Image> images)
      throws IOException {
    this.images = images.size();
    this.callers = callers;
    this.executor = Executors.newFixedThreadPool(callers);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    FloatBuffer values =
        ByteBuffer.allocateDirect(Float.BYTES * images.size() * input.length())
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    input.write(images, values);
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      if (device.isGpu()) {
        options.addCUDA(device.getDeviceId());
      }
      session = environment.createSession(file.toString(), options);
      batch = OnnxTensor.createTensor(environment, values, input.shape(images.size()));
    } catch (OrtException e) {
      throw new IOException(
          "Model file '%s' can't be loaded: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Runs the batch; its embeddings, one after the other. */
  float[] run() throws IOException {
    try (OrtSession.Result result =
        session.run(Map.of(session.getInputNames().iterator().next(), batch))) {
      FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[output.remaining()];
      output.get(values);
      return values;
    } catch (OrtException e) {
      throw new IOException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  /** Runs the batch so many times; pictures a second. */
  double rate(int batches) throws IOException, InterruptedException {
    AtomicInteger left = new AtomicInteger(batches);
    Callable<Void> caller =
        () -> {
          while (left.getAndDecrement() > 0) {
            run();
          }
          return null;
        };
    long begin = System.nanoTime();
    for (Future<Void> done : executor.invokeAll(Collections.nCopies(callers, caller))) {
      try {
        done.get();
      } catch (ExecutionException e) {
        throw new IOException(e.getCause().getMessage(), e.getCause());
      }
    }
    return (double) batches * images * 1e9 / (System.nanoTime() - begin);
  }

  @Override
  public void close() throws IOException {
    executor.shutdown();
    batch.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IOException("ONNX Runtime's session did not close: " + e.getMessage(), e);
    }
  }
}
