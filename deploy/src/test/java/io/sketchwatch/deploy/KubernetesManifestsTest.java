package io.sketchwatch.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KubernetesManifestsTest {

  private static final String BASE = "kubernetes/base/";
  private static final String KUSTOMIZATION = "kustomization.yaml";

  static Stream<String> manifests() {
    return Documents.yamlFiles("kubernetes").stream().filter(file -> !isKustomization(file));
  }

  static Stream<String> kustomizations() {
    return Documents.yamlFiles("kubernetes").stream().filter(file -> isKustomization(file));
  }

  private static boolean isKustomization(String file) {
    return file.endsWith(KUSTOMIZATION);
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void shouldFitThePublishedSchemas(String file) {
    assertThat(Documents.all(Documents.text(file)))
        .isNotEmpty()
        .allSatisfy(document -> assertThat(KubernetesSchemas.faults(document)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          live-matching.yaml    | upgradeMode: savepoint       | upgradeMode: hope           | upgradeMode
          live-matching.yaml    | parallelism: 8               | parallelism: eight          | parallelism
          live-matching.yaml    | flinkVersion: v2_2           | flinkVersion: v9_9          | flinkVersion
          live-matching.yaml    | entryClass:                  | mainClass:                  | mainClass
          live-matching.yaml    | runAsNonRoot: true           | runAsNonRot: true           | runAsNonRot
          live-matching.yaml    | secretName:                  | secretNam:                  | secretNam
          training.yaml         | claimName:                   | claim:                      | claim
          network-policies.yaml | podSelector: {}              | podSelektor: {}             | podSelektor
          network-policies.yaml | policyTypes: [Ingress]       | policyTypes: Ingress        | policyTypes
          service-account.yaml  | roleRef:                     | role:                       | role
          service-account.yaml  | verbs: [get, list, watch]    | verb: [get]                 | verb
          checkpoint-volume.yaml| accessModes: [ReadWriteMany] | accessModes: ReadWriteMany  | accessModes
          namespace.yaml        | apiVersion: v1               | apiVersion: v2              | v2/Namespace
          """)
  void shouldRefuseASpoiledCopy(String file, String part, String spoiled, String named) {
    List<String> faults =
        Documents.all(Documents.spoiled(BASE + file, part, spoiled)).stream()
            .flatMap(document -> KubernetesSchemas.faults(document).stream())
            .toList();

    assertThat(faults).isNotEmpty().anySatisfy(fault -> assertThat(fault).contains(named));
  }

  @ParameterizedTest
  @MethodSource("kustomizations")
  void shouldNameOnlyFilesThatAreThere(String file) {
    JsonNode kustomization = Documents.only(Documents.text(file));
    Path folder = Path.of(file).getParent();

    assertThat(kustomization.path("resources"))
        .isNotEmpty()
        .allSatisfy(resource -> assertThat(folder.resolve(resource.asText())).exists());
    assertThat(kustomization.path("patches"))
        .allSatisfy(patch -> assertThat(folder.resolve(patch.path("path").asText())).exists());
  }

  @Test
  void shouldApplyEveryManifestButTheTraining() throws Exception {
    JsonNode resources = Documents.only(Documents.text(BASE + KUSTOMIZATION)).path("resources");

    try (Stream<Path> files = Files.list(Path.of(BASE))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      Stream.of(KUSTOMIZATION, "training.yaml"),
                      resources.valueStream().map(JsonNode::asText))
                  .toList());
    }
  }
}
