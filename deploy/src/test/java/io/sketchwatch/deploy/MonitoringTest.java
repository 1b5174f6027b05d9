package io.sketchwatch.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard, its provisioning, and the alerts; their series are looked for elsewhere. */
class MonitoringTest {

  private static final String DASHBOARD = "grafana/live-matching.json";
  private static final String ALERTS = "prometheus/alerts.yaml";
  private static final String PROMETHEUS = "prometheus/prometheus.yaml";
  private static final String COMPOSE = "compose/compose.yaml";
  private static final String PROVISIONING = "compose/grafana/provisioning/";
  private static final Set<String> SEVERITIES = Set.of("critical", "warning");

  @Test
  void shouldAnswerTheFourQuestions() {
    assertThat(panels().filter(panel -> type(panel).equals("row")).map(MonitoringTest::title))
        .containsExactly(
            "Is it keeping up?",
            "Where is time lost?",
            "Which cameras are blind?",
            "What do queries cost?");
  }

  @Test
  void shouldShowEachPanelOnceFromTheProvisionedSource() {
    JsonNode source =
        Documents.only(Documents.text(PROVISIONING + "datasources/prometheus.yaml"))
            .at("/datasources/0");
    List<JsonNode> graphs = panels().filter(panel -> !type(panel).equals("row")).toList();

    assertThat(panels().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
    assertThat(graphs.stream().map(MonitoringTest::title)).doesNotHaveDuplicates();
    assertThat(graphs)
        .allSatisfy(
            panel -> {
              assertThat(panel.at("/datasource/uid")).isEqualTo(source.path("uid"));
              assertThat(panel.at("/datasource/type")).isEqualTo(source.path("type"));
              assertThat(panel.path("targets")).isNotEmpty();
              assertThat(panel.path("targets"))
                  .allSatisfy(target -> assertThat(target.path("expr").asText()).isNotBlank());
            });
  }

  @Test
  void shouldLayPanelsOutWithoutOverlap() {
    Set<String> cells = new TreeSet<>();
    panels()
        .map(panel -> panel.path("gridPos"))
        .forEach(
            place -> {
              assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
              for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                  int column = place.path("x").asInt() + x;
                  int row = place.path("y").asInt() + y;
                  assertThat(cells.add(column + "/" + row)).as(place.toString()).isTrue();
                }
              }
            });
  }

  @Test
  void shouldWriteAlertsAsPrometheusReadsThem() {
    assertThat(faults(Documents.text(ALERTS))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alert: LiveJobDown | alarm: LiveJobDown
          for: 2m            | for: soon
          severity: critical | severity: dreadful
          expr: absent       | query: absent
          """)
  void shouldRefuseASpoiledCopyOfTheAlerts(String part, String spoiled) {
    assertThat(faults(Documents.spoiled(ALERTS, part, spoiled))).isNotEmpty();
  }

  @Test
  void shouldHaveARunbookForEveryAlert() {
    String runbook = Documents.text("../OPERATIONS.md");

    assertThat(rules(Documents.text(ALERTS)).map(rule -> rule.path("alert").asText()))
        .doesNotHaveDuplicates()
        .allSatisfy(alert -> assertThat(runbook).contains("| `" + alert + "` |"));
  }

  @Test
  void shouldWatchTheServicesOfTheComposeFileByTheRulesThatItMounts() {
    JsonNode prometheus = Documents.only(Documents.text(PROMETHEUS));
    JsonNode compose = Documents.only(Documents.text(COMPOSE));

    assertThat(prometheus.at("/scrape_configs/0/dns_sd_configs/0/names"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(compose.path("services").has(name.asText())).isTrue());
    assertThat(compose.at("/services/prometheus/volumes").toString())
        .contains(":/etc/prometheus/" + prometheus.at("/rule_files/0").asText() + ":ro");
  }

  private static Stream<JsonNode> panels() {
    return Documents.only(Documents.text(DASHBOARD)).path("panels").valueStream();
  }

  private static String title(JsonNode panel) {
    return panel.path("title").asText();
  }

  private static String type(JsonNode panel) {
    return panel.path("type").asText();
  }

  private static Stream<JsonNode> rules(String alerts) {
    return Documents.only(alerts)
        .path("groups")
        .valueStream()
        .flatMap(group -> group.path("rules").valueStream());
  }

  private static final Map<String, Function<JsonNode, Boolean>> FIELDS =
      Map.of(
          "alert", name -> name.asText().matches("[A-Z]\\w+"),
          "expr", JsonNode::isTextual,
          "for", time -> time.asText().matches("([0-9]+(ms|[smhdwy]))+"),
          "labels", labels -> SEVERITIES.contains(labels.path("severity").asText()),
          "annotations", notes -> notes.path("summary").isTextual());

  /** Fields that a rule of Prometheus does not have, or not with such a value, or not at all. */
  private static List<String> faults(String alerts) {
    List<String> faults = new ArrayList<>();
    rules(alerts)
        .forEach(
            rule -> {
              rule.properties().stream()
                  .filter(
                      field ->
                          !FIELDS.getOrDefault(field.getKey(), v -> false).apply(field.getValue()))
                  .forEach(field -> faults.add(field.toString()));
              Stream.of("alert", "expr", "labels", "annotations")
                  .filter(name -> !rule.has(name))
                  .forEach(faults::add);
            });
    return faults;
  }
}
