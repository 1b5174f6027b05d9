package io.sketchwatch.jobs.live;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A Flink cluster elsewhere, as {@code execution.target=remote}, {@code rest.address} and {@code
 * rest.port} name it; jobs are sent to it through Flink's own client, and stay when this process
 * ends.
 *
 * <p>A job's classes travel in the jars of {@code pipeline.jars}. The cluster must have Flink and
 * everything with native libraries in its own class path.
 */
public final class RemoteFlink {

  /** The file that holds the jobs' classes, beside the classes it was built from. */
  static final String JOB_JAR = "sketchwatch-job.jar";

  private static final String REMOTE = "remote";

  private final Configuration options;

  private RemoteFlink(Configuration options) {
    this.options = options;
  }

  /**
   * Whether the options name a cluster elsewhere; without a target, they do not.
   *
   * @throws IllegalArgumentException if they name a target of another kind, or no address
   */
  public static boolean isNamedBy(ReadableConfig options) {
    String target = options.get(DeploymentOptions.TARGET);
    if (target == null) {
      return false;
    }
    if (!target.equals(REMOTE)) {
      throw new IllegalArgumentException(
          "Option '%s' must be '%s', or absent to run in this process, but was '%s'"
              .formatted(DeploymentOptions.TARGET.key(), REMOTE, target));
    }
    if (options.get(RestOptions.ADDRESS) == null) {
      throw new IllegalArgumentException(
          "Option '%s' is missing: name the cluster's JobManager with -D %s=HOST"
              .formatted(RestOptions.ADDRESS.key(), RestOptions.ADDRESS.key()));
    }
    return true;
  }

  /**
   * The cluster that the options name.
   *
   * @param code where the running classes lie; the job jar beside them is taken where the options
   *     name no jars
   * @throws IOException if there is no job jar
   */
  public static RemoteFlink of(Configuration options, Path code) throws IOException {
    Configuration own = new Configuration(options);
    if (own.getOptional(PipelineOptions.JARS).isEmpty()) {
      Path jar = code.toAbsolutePath().resolveSibling(JOB_JAR);
      if (!Files.isRegularFile(jar)) {
        throw new IOException(
            "Job jar '%s' is not there: build it with 'mvn -Dquick -DskipTests package', or name one with -D %s=file:///PATH"
                .formatted(jar, PipelineOptions.JARS.key()));
      }
      own.set(PipelineOptions.JARS, List.of(jar.toUri().toString()));
    }
    return new RemoteFlink(own);
  }

  /** Where the web UI answers. */
  public URI webUi() {
    String scheme = SecurityOptions.isRestSSLEnabled(options) ? "https" : "http";
    return URI.create(
        "%s://%s:%d"
            .formatted(scheme, options.get(RestOptions.ADDRESS), options.get(RestOptions.PORT)));
  }

  /**
   * Sends a job, and does not wait for it.
   *
   * @throws IOException if the cluster does not answer or refuses the job
   */
  public JobID submit(StreamGraph graph) throws IOException, InterruptedException {
    try {
      return new StreamExecutionEnvironment(options).executeAsync(graph).getJobID();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(
          "Flink '%s' did not take the job: %s".formatted(webUi(), rootCause(e).getMessage()), e);
    }
  }

  private static Throwable rootCause(Throwable exception) {
    Throwable cause = exception;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
