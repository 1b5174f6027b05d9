package io.sketchwatch.operators.model;

import io.sketchwatch.operators.embedding.EncoderInput;
import io.sketchwatch.operators.embedding.EncoderOutput;
import io.sketchwatch.operators.inference.InferenceService;
import io.sketchwatch.operators.inference.SharedInference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One subtask's lease of one model, given back when it is no longer served nor used. */
final class ModelLease {

  private final SharedInference.Lease<EncoderInput, EncoderOutput> lease;
  private final Executor closer;
  private int uses;
  private boolean ended;

  /**
   * @param closer closes the lease: a service can't be closed by its own workers
   */
  ModelLease(SharedInference.Lease<EncoderInput, EncoderOutput> lease, Executor closer) {
    this.lease = lease;
    this.closer = closer;
  }

  /** Counts as a use what {@link #submitReserved} will submit, even after the end. */
  synchronized ModelLease reserve() {
    uses++;
    return this;
  }

  /** Blocks while the model is behind, which is the back-pressure on the caller. */
  CompletableFuture<EncoderOutput> submit(EncoderInput input) throws InterruptedException {
    return reserve().submitReserved(input);
  }

  /** The same for what was reserved. */
  CompletableFuture<EncoderOutput> submitReserved(EncoderInput input) throws InterruptedException {
    try {
      return lease.service().submit(input).whenComplete((output, failure) -> release());
    } catch (InterruptedException | RuntimeException e) {
      release();
      throw e;
    }
  }

  private synchronized void release() {
    uses--;
    closeIfDone();
  }

  /** No more is submitted or reserved after this. */
  synchronized void end() {
    ended = true;
    closeIfDone();
  }

  private void closeIfDone() {
    if (ended && uses == 0) {
      closer.execute(lease::close);
    }
  }

  /** Gives it back at once, whoever still waits. */
  void close() {
    lease.close();
  }

  InferenceService<EncoderInput, EncoderOutput> service() {
    return lease.service();
  }
}
