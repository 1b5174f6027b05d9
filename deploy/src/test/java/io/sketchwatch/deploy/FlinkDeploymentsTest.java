package io.sketchwatch.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.jobs.live.LiveMatchingOptions;
import io.sketchwatch.jobs.topic.TopicOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the deployments ask of the product and of Flink, which no schema knows. */
class FlinkDeploymentsTest {

  private static final String LIVE = "kubernetes/base/live-matching.yaml";
  private static final String LIVE_ON_GPU = "kubernetes/gpu/live-matching.yaml";
  private static final String TRAINING = "kubernetes/base/training.yaml";

  @ParameterizedTest
  @ValueSource(strings = {LIVE, TRAINING})
  void shouldStartAClassThatIsThere(String file) throws Exception {
    JsonNode job = spec(file).path("job");

    Class<?> entry = Class.forName(job.path("entryClass").asText(), false, loader());

    assertThat(entry.getMethod("main", String[].class)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {LIVE, LIVE_ON_GPU, TRAINING})
  void shouldSetOnlyOptionsThatExistToValuesThatTheyTake(String file) {
    assertThat(FlinkOptions.faults(settings(file))).isEmpty();
  }

  @Test
  void shouldRefuseAnOptionOrAValueThatDoesNotExist() {
    assertThat(FlinkOptions.faults(Map.of("execution.checkpointing.dirr", "s3://bucket")))
        .containsExactly("'execution.checkpointing.dirr' is no option");
    assertThat(FlinkOptions.faults(Map.of("execution.checkpointing.interval", "soon")))
        .singleElement()
        .asString()
        .startsWith("'execution.checkpointing.interval'");
  }

  @ParameterizedTest
  @ValueSource(strings = {LIVE, LIVE_ON_GPU})
  void shouldKeepToTheRangesOfTheLiveJob(String file) {
    Configuration options = Configuration.fromMap(settings(file));

    assertThatCode(() -> LiveMatchingOptions.validated(options)).doesNotThrowAnyException();
    assertThatCode(() -> TopicOptions.from(options)).doesNotThrowAnyException();
  }

  @Test
  void shouldHaveSlotsForTheWholeParallelismWithinKeyGroups() {
    JsonNode job = spec(LIVE).path("job");

    assertThat(job.path("parallelism").asInt())
        .isPositive()
        .isLessThanOrEqualTo(io.sketchwatch.jobs.live.LiveMatchingJob.MAX_PARALLELISM);
  }

  @Test
  void shouldKeepStateOnObjectStorageAcrossUpgrades() {
    Map<String, String> settings = settings(LIVE);

    assertThat(spec(LIVE).path("job").path("upgradeMode").asText()).isEqualTo("savepoint");
    assertThat(
            Stream.of(
                "execution.checkpointing.dir",
                "execution.checkpointing.savepoint-dir",
                "high-availability.storageDir"))
        .allSatisfy(key -> assertThat(settings.get(key)).startsWith("s3://"));
    assertThat(settings).containsEntry("high-availability.type", "kubernetes");
  }

  @ParameterizedTest
  @ValueSource(strings = {LIVE, TRAINING})
  void shouldRunAsTheUserOfTheImage(String file) {
    JsonNode pod = spec(file).path("podTemplate").path("spec");
    List<JsonNode> containers = pod.path("containers").valueStream().toList();

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(DockerfileTest.lastUser()).isEqualTo(pod.at("/securityContext/runAsUser").asText());
    assertThat(containers)
        .allSatisfy(
            container ->
                assertThat(
                        container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse());
  }

  private static JsonNode spec(String file) {
    return Documents.only(Documents.text(file)).path("spec");
  }

  private static Map<String, String> settings(String file) {
    return new ObjectMapper()
        .convertValue(spec(file).path("flinkConfiguration"), new TypeReference<>() {});
  }

  private static ClassLoader loader() {
    return FlinkDeploymentsTest.class.getClassLoader();
  }
}
