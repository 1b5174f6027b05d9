package io.sketchwatch.jobs.demo;

import io.sketchwatch.jobs.live.LiveMatchingOptions;
import io.sketchwatch.operators.inference.InferenceDevice;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A whole Flink cluster in this process, with its web UI on a free local port. Closing it cancels
 * what still runs.
 */
public final class EmbeddedFlink implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final MiniCluster cluster;

  private EmbeddedFlink(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Starts one TaskManager.
   *
   * @param slots how many subtasks of each operator it can run
   */
  public static EmbeddedFlink start(int slots) throws Exception {
    return start(slots, new Configuration());
  }

  /**
   * Starts one TaskManager.
   *
   * @param slots how many subtasks of each operator it can run
   * @param options of Flink, such as a reporter of metrics
   */
  public static EmbeddedFlink start(int slots, Configuration options) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    configuration.addAll(options);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
    return new EmbeddedFlink(cluster);
  }

  /**
   * The options of a job that is to run here: where they want a GPU, it is the machine's first, for
   * this Flink has none to give.
   */
  public static Configuration hereOf(Configuration options) {
    Configuration here = new Configuration(options);
    if (here.get(LiveMatchingOptions.DEVICE) == InferenceDevice.GPU) {
      here.set(LiveMatchingOptions.DEVICE, InferenceDevice.FIRST_GPU);
    }
    return here;
  }

  /** Where the web UI answers. */
  public URI webUi() throws Exception {
    return cluster.getRestAddress().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  public JobID submit(StreamGraph graph) throws Exception {
    return cluster.submitJob(graph).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).getJobID();
  }

  /** Completes when the job has ended, however it ended. */
  public CompletableFuture<JobResult> result(JobID job) {
    return cluster.requestJobResult(job);
  }

  /**
   * Ends a job as if its input had ended: everything read is worked off and written.
   *
   * @param savepoints folder for the savepoint that this takes
   */
  public void drain(JobID job, Path savepoints) throws Exception {
    stop(job, savepoints, true);
  }

  /**
   * Ends a job so that another can go on where it was.
   *
   * @param savepoints folder for the savepoint that this takes
   * @return the savepoint's own folder, in canonical format
   */
  public String stop(JobID job, Path savepoints) throws Exception {
    return stop(job, savepoints, false);
  }

  private String stop(JobID job, Path savepoints, boolean drain) throws Exception {
    return cluster
        .stopWithSavepoint(job, savepoints.toUri().toString(), drain, SavepointFormatType.CANONICAL)
        .get(TIMEOUT.toSeconds() * 5, TimeUnit.SECONDS);
  }

  /** Ends a job at once; what is in flight is lost. Returns when it has ended. */
  public void cancel(JobID job) throws Exception {
    cluster.cancelJob(job).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    result(job).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    cluster.closeAsync().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }
}
