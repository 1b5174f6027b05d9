package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.audit.AuditHead;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.core.query.QueryStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written follows the published schemas, and comes back as it was. */
class JsonContractsTest {

  private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

  @Test
  void shouldWriteQueriesBySchema() throws Exception {
    assertThat(violations("query", QueryJson.encode(Samples.aQuery()))).isEmpty();
  }

  @Test
  void shouldWriteAlertsBySchemaAndReadThemBack() throws Exception {
    byte[] json = AlertJson.encode(Samples.anAlert());

    assertThat(violations("alert", json)).isEmpty();
    assertThat(AlertJson.decode(json)).isEqualTo(Samples.anAlert());
  }

  @Test
  void shouldLeaveOutWhatAnAlertDoesNotKnow() throws Exception {
    Alert alert = alert(0.5, null);

    byte[] json = AlertJson.encode(alert);

    assertThat(new String(json, UTF_8)).doesNotContain("null").doesNotContain("extrapolated");
    assertThat(violations("alert", json)).isEmpty();
    assertThat(AlertJson.decode(json)).isEqualTo(alert);
  }

  @Test
  void shouldWriteStatusesBySchemaAndReadThemBack() throws Exception {
    QueryStatus refused =
        new QueryStatus(
            "q-1",
            0,
            QueryStatus.Status.REJECTED,
            "no picture",
            0,
            0,
            null,
            List.of(),
            Samples.NOON);
    for (QueryStatus status : List.of(Samples.aQueryStatus(), refused)) {
      byte[] json = QueryStatusJson.encode(status);

      assertThat(violations("query-status", json)).isEmpty();
      assertThat(QueryStatusJson.decode(json)).isEqualTo(status);
    }
  }

  @Test
  void shouldWriteCoverageBySchemaAndReadItBack() throws Exception {
    Coverage whole = new Coverage("gate", Samples.NOON, Samples.NOON, 1, 1, 0, 0, null);
    for (Coverage coverage : List.of(Samples.aCoverage(), whole)) {
      byte[] json = CoverageJson.encode(coverage);

      assertThat(violations("coverage", json)).isEmpty();
      assertThat(CoverageJson.decode(json)).isEqualTo(coverage);
    }
  }

  @Test
  void shouldWriteAuditRecordsBySchemaAndReadThemBack() throws Exception {
    AuditRecord first = Samples.anAuditRecord();
    AuditHead head = AuditHead.of("a chain").after(first, AuditJson.hash(first));
    for (AuditRecord record :
        List.of(first, head.next("case-1", first.event(), Samples.NOON.plusSeconds(1)))) {
      byte[] json = AuditJson.encode(record);

      assertThat(violations("audit", json)).isEmpty();
      assertThat(AuditJson.decode(json)).isEqualTo(record);
    }
  }

  @Test
  void shouldHashAuditRecordsAsTheyAreWritten() {
    String written =
        "{\"reference\":\"case-1\",\"chain\":\"a chain\",\"seq\":0,\"previousHash\":\""
            + "0".repeat(64)
            + "\",\"at\":\"2026-05-01T12:00:00.123456789Z\",\"queryId\":\"q-17\","
            + "\"event\":\"ALERTED\",\"details\":{\"score\":\"0.83\",\"trackletId\":\"gate/f-1/0\"}}";

    assertThat(new String(AuditJson.encode(Samples.anAuditRecord()), UTF_8)).isEqualTo(written);
    assertThat(AuditJson.hash(Samples.anAuditRecord()))
        .isEqualTo(Sha256.hex(written.getBytes(UTF_8)));
  }

  @Test
  void shouldWriteAuditAnchorsBySchemaAndReadThemBack() throws Exception {
    byte[] json = AuditAnchorJson.encode(Samples.anAuditAnchor());

    assertThat(violations("audit-anchor", json)).isEmpty();
    assertThat(AuditAnchorJson.decode(json)).isEqualTo(Samples.anAuditAnchor());
  }

  @Test
  void shouldWriteModelsBySchemaAndReadThemBack() throws Exception {
    ModelAnnouncement active = Samples.aModel();
    ModelAnnouncement candidate =
        new ModelAnnouncement(
            active.modelId(),
            active.uri(),
            active.sha256(),
            ModelAnnouncement.State.CANDIDATE,
            1,
            null);
    for (ModelAnnouncement model : List.of(active, candidate)) {
      byte[] json = ModelJson.encode(model);

      assertThat(violations("model", json)).isEmpty();
      assertThat(ModelJson.decode(json)).isEqualTo(model);
    }
  }

  @Test
  void shouldWriteModelStatusesBySchemaAndReadThemBack() throws Exception {
    ModelStatus refused =
        new ModelStatus("dalnet-2", ModelStatus.State.REFUSED, 1, "too small", null, Samples.NOON);
    for (ModelStatus status : List.of(Samples.aModelStatus(), refused)) {
      byte[] json = ModelStatusJson.encode(status);

      assertThat(violations("model-status", json)).isEmpty();
      assertThat(ModelStatusJson.decode(json)).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sha256 | \"ABCD\" | 64 lower-case hex digits 'sha256', but was ABCD",
        "uri | \"models/dalnet-2\" | an absolute 'uri', but was models/dalnet-2",
        "uri | \"s3://a b\" | an absolute 'uri', but was s3://a b",
        "epoch | 0 | an 'epoch' of at least 1, but was 0",
        "state | \"ASLEEP\" | one of [CANDIDATE, ACTIVE, RETIRED] in 'state', but was 'ASLEEP'",
        "activeFrom | null | an 'activeFrom' where it is ACTIVE, but was without one",
        "modelId | \" \" | must be text on one line and not blank",
      })
  void shouldRefuseABadModelByTheSchemaAndInOneLine(String field, String value, String expected)
      throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(sample("model"));
    json.set(field, mapper.readTree(value));
    byte[] bad = json.toString().getBytes(UTF_8);

    assertThatExceptionOfType(BadRecordException.class)
        .isThrownBy(() -> ModelJson.decode(bad))
        .withMessageContaining(expected);
    assertThat(violations("model", bad)).isNotEmpty();
  }

  @Test
  void shouldWriteVerdictsBySchemaAndReadThemBack() throws Exception {
    for (Verdict verdict : List.of(Samples.aVerdict(), Samples.aVerdict().revoked())) {
      byte[] json = VerdictJson.encode(verdict);

      assertThat(violations("verdict", json)).isEmpty();
      assertThat(VerdictJson.decode(json)).isEqualTo(verdict);
    }
  }

  @Test
  void shouldWriteExemplarsBySchema() {
    assertThat(violations("exemplar", ExemplarRecords.encode(Samples.anExemplar()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "verdict, decision",
    "verdict, by",
    "exemplar, embedding",
    "query, queryId",
    "query, sketch",
    "alert, frame",
    "alert, score",
    "query-status, status",
    "coverage, received",
    "model, sha256",
    "model, activeFrom",
    "model-status, epoch"
  })
  void shouldNoticeAMissingFieldByTheSchema(String schema, String field) throws Exception {
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(sample(schema));
    json.remove(field);

    assertThat(violations(schema, json.toString().getBytes(UTF_8)))
        .anySatisfy(violation -> assertThat(violation.getMessage()).contains(field));
  }

  @Test
  void shouldReadAlertsOfANewerWriter() throws Exception {
    String json = new String(AlertJson.encode(Samples.anAlert()), UTF_8);
    String newer =
        json.replace("\"box\":{", "\"box\":{\"depth\":5,")
            .replace("{\"alertId\"", "{\"mood\":[],\"alertId\"");

    assertThat(newer).contains("mood").contains("depth");
    assertThat(AlertJson.decode(newer.getBytes(UTF_8))).isEqualTo(Samples.anAlert());
  }

  @Test
  void shouldRefuseToWriteAScoreThatIsNoNumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlertJson.encode(alert(Double.NaN, null)))
        .withMessage("Field 'score' must be a finite number, but was NaN");
  }

  private static byte[] sample(String schema) {
    return switch (schema) {
      case "query" -> QueryJson.encode(Samples.aQuery());
      case "alert" -> AlertJson.encode(Samples.anAlert());
      case "query-status" -> QueryStatusJson.encode(Samples.aQueryStatus());
      case "verdict" -> VerdictJson.encode(Samples.aVerdict());
      case "exemplar" -> ExemplarRecords.encode(Samples.anExemplar());
      case "model-status" -> ModelStatusJson.encode(Samples.aModelStatus());
      case "model" -> ModelJson.encode(Samples.aModel());
      default -> CoverageJson.encode(Samples.aCoverage());
    };
  }

  private static Alert alert(double score, Double expected) {
    Alert sample = Samples.anAlert();
    return new Alert(
        sample.alertId(),
        sample.queryId(),
        sample.queryVersion(),
        sample.cameraId(),
        sample.trackletId(),
        sample.modelId(),
        sample.firstSeen(),
        sample.lastSeen(),
        sample.box(),
        sample.frame(),
        null,
        score,
        sample.threshold(),
        expected,
        null,
        sample.exemplar(),
        sample.revision(),
        sample.rank(),
        sample.phase(),
        sample.shots());
  }

  static Set<ValidationMessage> violations(String schema, byte[] json) {
    return SCHEMAS
        .computeIfAbsent(schema, JsonContractsTest::read)
        .validate(new String(json, UTF_8), InputFormat.JSON);
  }

  private static JsonSchema read(String schema) {
    SchemaValidatorsConfig withFormats =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(
            JsonContractsTest.class.getResourceAsStream("/schema/" + schema + ".schema.json"),
            withFormats);
  }
}
