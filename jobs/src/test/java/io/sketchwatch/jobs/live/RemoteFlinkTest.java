package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.jobs.demo.EmbeddedFlink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteFlinkTest {

  @TempDir private Path folder;

  @Test
  void shouldStayInThisProcessWithoutATarget() {
    assertThat(RemoteFlink.isNamedBy(options("rest.address", "jobmanager"))).isFalse();
  }

  @Test
  void shouldKnowAClusterByItsTargetAndAddress() throws Exception {
    Files.createFile(folder.resolve("sketchwatch-job.jar"));
    Configuration options =
        options("execution.target", "remote", "rest.address", "jobmanager", "rest.port", "8888");

    assertThat(RemoteFlink.isNamedBy(options)).isTrue();
    assertThat(RemoteFlink.of(options, folder.resolve("classes")).webUi())
        .isEqualTo(URI.create("http://jobmanager:8888"));
  }

  @Test
  void shouldRefuseATargetItDoesNotKnow() {
    assertThatThrownBy(() -> RemoteFlink.isNamedBy(options("execution.target", "yarn-session")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'execution.target' must be 'remote'")
        .hasMessageEndingWith("but was 'yarn-session'");
  }

  @Test
  void shouldAskForTheAddressOfACluster() {
    assertThatThrownBy(() -> RemoteFlink.isNamedBy(options("execution.target", "remote")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-D rest.address=HOST");
  }

  @Test
  void shouldSayHowToBuildAJobJarThatIsMissing() {
    assertThatThrownBy(() -> RemoteFlink.of(new Configuration(), folder.resolve("classes")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.resolve("sketchwatch-job.jar").toString(), "mvn", "package");
  }

  @Test
  void shouldTellInOneLineThatNoClusterAnswers() throws Exception {
    Configuration options =
        options("rest.address", "localhost", "rest.port", "1", "rest.retry.max-attempts", "0");
    options.setString("execution.target", "remote");
    options.setString("pipeline.jars", jar());

    RemoteFlink flink = RemoteFlink.of(options, folder);

    assertThatThrownBy(() -> flink.submit(shortJob(options)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Flink 'http://localhost:1' did not take the job: ")
        .hasMessageContaining("Connection refused");
  }

  @Test
  void shouldRunAJobOnTheClusterItIsSentTo() throws Exception {
    try (EmbeddedFlink cluster = EmbeddedFlink.start(1)) {
      Configuration options =
          options(
              "rest.address",
              cluster.webUi().getHost(),
              "rest.port",
              String.valueOf(cluster.webUi().getPort()));
      options.setString("execution.target", "remote");
      options.setString("pipeline.jars", jar());

      JobID job = RemoteFlink.of(options, folder).submit(shortJob(options));

      JobResult result = cluster.result(job).get(60, TimeUnit.SECONDS);
      assertThat(result.isSuccess()).isTrue();
    }
  }

  private static StreamGraph shortJob(Configuration options) {
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(options);
    environment.setParallelism(1);
    environment.fromSequence(1, 3).sinkTo(new DiscardingSink<>());
    return environment.getStreamGraph();
  }

  /** The cluster of the test has the job's classes already. */
  private String jar() throws IOException {
    Path jar = folder.resolve("empty.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out).finish();
    }
    return jar.toUri().toString();
  }

  private static Configuration options(String... pairs) {
    Configuration options = new Configuration();
    for (int i = 0; i < pairs.length; i += 2) {
      options.addAll(Configuration.fromMap(Map.of(pairs[i], pairs[i + 1])));
    }
    return options;
  }
}
