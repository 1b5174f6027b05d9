package io.sketchwatch.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By the JSON Schema of the Compose Specification, and by what no schema says. */
class ComposeTest {

  private static final String FILE = "compose/compose.yaml";
  private static final JsonSchema SCHEMA = schema();

  @Test
  void shouldFitTheSpecification() {
    assertThat(faults(Documents.text(FILE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          services:                 | servises:               | servises
          image: apache/kafka:4.2.0 | image: [kafka]          | image
          condition: service_healthy| condition: feeling_well | condition
          healthcheck:              | healthchek:             | healthchek
          cap_drop: [ALL]           | cap_drop: ALL           | cap_drop
          depends_on: [prometheus]  | depends_on: prometheus  | depends_on
          """)
  void shouldRefuseASpoiledCopy(String part, String spoiled, String named) {
    assertThat(faults(Documents.spoiled(FILE, part, spoiled)))
        .isNotEmpty()
        .anySatisfy(fault -> assertThat(fault).contains(named));
  }

  @Test
  void shouldDependOnServicesAndVolumesThatAreThere() {
    JsonNode compose = Documents.only(Documents.text(FILE));

    for (JsonNode service : compose.path("services")) {
      JsonNode dependencies = service.path("depends_on");
      List<String> names = new ArrayList<>();
      dependencies.fieldNames().forEachRemaining(names::add);
      dependencies.forEach(name -> names.add(name.isTextual() ? name.asText() : null));
      names.removeIf(name -> name == null);
      assertThat(names).allSatisfy(name -> assertThat(compose.path("services").has(name)).isTrue());
    }
  }

  @Test
  void shouldMountFilesAndVolumesThatAreThere() {
    JsonNode compose = Documents.only(Documents.text(FILE));
    Path folder = Path.of(FILE).getParent();

    for (JsonNode service : compose.path("services")) {
      for (JsonNode volume : service.path("volumes")) {
        String source = volume.asText().split(":", 2)[0];
        if (source.startsWith(".")) {
          assertThat(folder.resolve(source)).exists();
        } else {
          assertThat(compose.path("volumes").has(source)).as(source).isTrue();
        }
      }
    }
  }

  @Test
  void shouldConfigureFlinkWithOptionsThatExist() {
    String properties =
        Documents.only(Documents.text(FILE))
            .at("/services/jobmanager/environment/FLINK_PROPERTIES")
            .asText()
            .replaceAll("\\$\\{\\w+:-(\\w+)}", "$1");
    Map<String, String> settings =
        properties
            .lines()
            .map(line -> line.split(": ", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

    assertThat(settings).containsKeys("execution.checkpointing.dir", "detector.package");
    assertThat(FlinkOptions.faults(settings)).isEmpty();
  }

  @Test
  void shouldBeReachedFromThisMachineOnly() {
    for (JsonNode service : Documents.only(Documents.text(FILE)).path("services")) {
      assertThat(service.path("ports"))
          .allSatisfy(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
    }
  }

  /** Without the names that its draft and its parts no longer go by. */
  private static JsonSchema schema() {
    ObjectNode schema = (ObjectNode) Documents.resource("/compose-spec.json");
    schema.remove("$schema");
    schema.findParents("id").forEach(part -> ((ObjectNode) part).remove("id"));
    return JsonSchemaFactory.getInstance(VersionFlag.V201909).getSchema(schema);
  }

  private static List<String> faults(String text) {
    return SCHEMA.validate(Documents.only(text)).stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }
}
