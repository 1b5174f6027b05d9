package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.operators.embedding.EncoderFactory;
import io.sketchwatch.operators.embedding.EncoderInput;
import io.sketchwatch.operators.embedding.EncoderOutput;
import io.sketchwatch.operators.inference.InferenceDevice;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.inference.SharedInference.Lease;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Whether inference leaves native memory behind: batches go through the service while it is closed
 * and opened again, as when a job restarts, and models are exchanged, the new one opened before the
 * old one is closed.
 *
 * <p>Run it in a process of its own whose Java heap can't grow, or the heap is counted too.
 *
 * @param models opens the model of each generation; their keys must differ
 * @param batch pictures of a batch
 * @param device wanted for the models; a GPU's own memory is not counted
 */
public record MemorySoak(IntFunction<EncoderFactory> models, int batch, InferenceDevice device) {

  private static final Duration LINGER = Duration.ofMillis(5);
  private static final int SIDE = 64;

  /**
   * How much is done, spread evenly.
   *
   * @param batches at least 1
   * @param restarts times that the service is closed and opened again
   * @param swaps times that another model takes over
   */
  public record Work(int batches, int restarts, int swaps) {}

  /**
   * Does the warm-up, then the work.
   *
   * @return by how many megabytes the process has grown since the warm-up
   */
  public double growth(Work warmUp, Work work) throws IOException {
    Run run = new Run();
    try {
      run.work(warmUp);
      double before = ResidentMemory.megabytes();
      run.work(work);
      return ResidentMemory.megabytes() - before;
    } finally {
      run.lease.close();
    }
  }

  private final class Run {

    private final List<Image> crops = List.of(new Image(SIDE, SIDE, new byte[3 * SIDE * SIDE]));
    private int generation;
    private Lease<EncoderInput, EncoderOutput> lease = lease();

    Run() throws IOException {}

    private Lease<EncoderInput, EncoderOutput> lease() throws IOException {
      return models
          .apply(generation)
          .lease(
              new InferenceSettings(batch, LINGER, 1, Duration.ofMinutes(10), device),
              device.first());
    }

    void work(Work work) throws IOException {
      for (int done = 0; done < work.batches(); done++) {
        if (isDue(done, work.restarts(), work.batches())) {
          lease.close();
          lease = lease();
        }
        if (isDue(done, work.swaps(), work.batches())) {
          swap();
        }
        embed();
      }
    }

    private void swap() throws IOException {
      generation++;
      Lease<EncoderInput, EncoderOutput> next = lease();
      lease.close();
      lease = next;
    }

    private void embed() {
      ServiceCaller caller = new ServiceCaller(lease.service(), crops, batch, batch);
      caller.run();
      caller.check();
    }
  }

  private static boolean isDue(int done, int times, int batches) {
    return (long) (done + 1) * times / batches > (long) done * times / batches;
  }
}
