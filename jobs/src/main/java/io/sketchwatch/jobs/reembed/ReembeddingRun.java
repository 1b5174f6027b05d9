package io.sketchwatch.jobs.reembed;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.jobs.demo.EmbeddedFlink;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.operators.embedding.ReembeddingOutcome;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;
import org.apache.kafka.common.TopicPartition;

/** Re-embeds all sightings that there are when it begins, on a Flink in this process. */
public final class ReembeddingRun {

  private static final long LOOK_MILLIS = 500;

  /** Is told how far a run is. */
  @FunctionalInterface
  public interface Listener {
    void done(long records, long ofRecords);
  }

  private final KafkaConnection connection;
  private final ReembeddingModel model;
  private final List<Erasure> erasures;
  private final Configuration options;

  /**
   * @param erasures orders that were given before; what they cover is left out
   * @param options see {@link KafkaReembedding}; {@code parallelism.default} is set
   */
  public ReembeddingRun(
      KafkaConnection connection,
      ReembeddingModel model,
      List<Erasure> erasures,
      Configuration options) {
    this.connection = connection;
    this.model = model;
    this.erasures = erasures;
    this.options = options;
  }

  /**
   * Returns when all is written.
   *
   * @throws IOException if the job has failed; another run goes on where this one was
   * @throws InterruptedException if this thread was interrupted; the job is cancelled
   */
  public ReembeddingReport run(Listener listener) throws Exception {
    KafkaReembedding reembedding =
        new KafkaReembedding(connection, model, erasures, EmbeddedFlink.hereOf(options));
    try (ReembeddingOffsets offsets = new ReembeddingOffsets(connection, model.modelId());
        EmbeddedFlink flink = EmbeddedFlink.start(options.get(CoreOptions.DEFAULT_PARALLELISM))) {
      Map<TopicPartition, Long> ends = offsets.ends();
      JobResult result = follow(flink, reembedding.graph(ends), offsets, ends, listener);
      offsets.commit(ends);
      return ReembeddingReport.of(model.modelId(), counts(result));
    }
  }

  private JobResult follow(
      EmbeddedFlink flink,
      StreamGraph graph,
      ReembeddingOffsets offsets,
      Map<TopicPartition, Long> ends,
      Listener listener)
      throws Exception {
    long total = offsets.left(ends);
    JobID job = flink.submit(graph);
    CompletableFuture<JobResult> result = flink.result(job);
    while (true) {
      try {
        return succeeded(result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        listener.done(total - offsets.left(ends), total);
      }
    }
  }

  private JobResult succeeded(JobResult result) throws IOException {
    if (!result.isSuccess()) {
      throw new IOException(
          "Re-embedding with model '%s' has stopped: start it again, and it goes on where it was"
              .formatted(model.modelId()),
          result.getSerializedThrowable().orElse(null));
    }
    return result;
  }

  private static Map<ReembeddingOutcome, Long> counts(JobResult result) throws Exception {
    Map<ReembeddingOutcome, Long> counts = new EnumMap<>(ReembeddingOutcome.class);
    for (ReembeddingOutcome outcome : ReembeddingOutcome.values()) {
      SerializedValue<OptionalFailure<Object>> count =
          result.getAccumulatorResults().get(outcome.name());
      if (count != null) {
        counts.put(
            outcome,
            (Long) count.deserializeValue(ReembeddingRun.class.getClassLoader()).getUnchecked());
      }
    }
    return counts;
  }
}
