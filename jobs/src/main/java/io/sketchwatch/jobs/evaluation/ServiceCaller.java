package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.operators.embedding.EncoderInput;
import io.sketchwatch.operators.embedding.EncoderOutput;
import io.sketchwatch.operators.inference.InferenceService;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Submits pictures as a subtask does: a fixed number ahead, whatever comes back in any order. */
final class ServiceCaller implements Runnable {

  private final InferenceService<EncoderInput, EncoderOutput> service;
  private final List<Image> crops;
  private final int images;
  private final int inFlight;
  private final Semaphore free;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * @param crops to submit, again and again
   * @param images how many to submit
   * @param inFlight how many may be under way at once
   */
  ServiceCaller(
      InferenceService<EncoderInput, EncoderOutput> service,
      List<Image> crops,
      int images,
      int inFlight) {
    this.service = service;
    this.crops = crops;
    this.images = images;
    this.inFlight = inFlight;
    this.free = new Semaphore(inFlight);
  }

  @Override
  public void run() {
    try {
      for (int i = 0; i < images; i++) {
        free.acquire();
        var unused =
            service
                .submit(new EncoderInput(Modality.PHOTO, crops.get(i % crops.size())))
                .whenComplete(this::done);
      }
      free.acquire(inFlight);
    } catch (InterruptedException e) {
      failure.set(e);
    }
  }

  private void done(EncoderOutput output, Throwable problem) {
    if (problem != null) {
      failure.set(problem);
    }
    free.release();
  }

  /**
   * After {@link #run}.
   *
   * @throws CompletionException if a picture failed
   */
  void check() {
    if (failure.get() != null) {
      throw new CompletionException(failure.get());
    }
  }
}
