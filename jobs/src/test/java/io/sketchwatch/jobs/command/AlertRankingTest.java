package io.sketchwatch.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.jobs.codec.Samples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertRankingTest {

  private final Map<String, Decision> verdicts = new HashMap<>();
  private final AlertRanking ranking = new AlertRanking(verdicts);

  @Test
  void shouldRankTheLastRevisionsOfEachQueryByTheirStrength() {
    ranking.add(alert("q-1", "a", 0, 0.7, 0.6));
    ranking.add(alert("q-1", "b", 0, 0.8, 0.6));
    ranking.add(alert("q-1", "by-photo", 0, 0.82, 0.7));
    ranking.add(alert("q-1", "a", 1, 0.9, 0.6));
    ranking.add(alert("q-1", "a", 0, 0.7, 0.6));
    ranking.add(alert("q-2", "c", 0, 0.99, 0.6));

    assertThat(ranking.of("q-1", 10))
        .extracting(Alert::trackletId)
        .containsExactly("a", "b", "by-photo");
    assertThat(ranking.of("q-1", 1)).extracting(Alert::score).containsExactly(0.9);
  }

  @Test
  void shouldPrintALineAQueryForMachines() throws Exception {
    ranking.add(alert("q-1", "a", 0, 0.7, 0.6));
    ranking.add(alert("q-1", "b", 0, 0.8, 0.6));
    StringWriter out = new StringWriter();

    ranking.print(1, true, new PrintWriter(out));

    JsonNode line = new ObjectMapper().readTree(out.toString());
    assertThat(line.get("summary").asBoolean()).isTrue();
    assertThat(line.get("queryId").asText()).isEqualTo("q-1");
    assertThat(line.get("ranking")).hasSize(1);
    assertThat(line.get("ranking").get(0).get("trackletId").asText()).isEqualTo("b");
    assertThat(line.get("ranking").get(0).get("score").asDouble()).isEqualTo(0.8);
  }

  @Test
  void shouldLeaveOutWhoWasRejectedAndSayWhoWasConfirmed() throws Exception {
    verdicts.put(AlertIds.alertId("q-1", "a"), Decision.REJECT);
    verdicts.put(AlertIds.alertId("q-1", "b"), Decision.CONFIRM);
    ranking.add(alert("q-1", "a", 0, 0.9, 0.6));
    ranking.add(alert("q-1", "b", 0, 0.8, 0.6));
    StringWriter out = new StringWriter();

    ranking.print(5, true, new PrintWriter(out));

    JsonNode places = new ObjectMapper().readTree(out.toString()).get("ranking");
    assertThat(places).hasSize(1);
    assertThat(places.get(0).get("trackletId").asText()).isEqualTo("b");
    assertThat(places.get(0).get("verdict").asText()).isEqualTo("CONFIRM");
  }

  private static Alert alert(
      String query, String tracklet, int revision, double score, double threshold) {
    Alert sample = Samples.anAlert();
    return new Alert(
        AlertIds.alertId(query, tracklet),
        query,
        sample.queryVersion(),
        sample.cameraId(),
        tracklet,
        sample.modelId(),
        sample.firstSeen(),
        sample.lastSeen(),
        sample.box(),
        sample.frame(),
        sample.crop(),
        score,
        threshold,
        null,
        null,
        sample.exemplar(),
        revision,
        sample.rank(),
        sample.phase(),
        sample.shots());
  }
}
