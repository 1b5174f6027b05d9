package io.sketchwatch.operators.model;

import static io.sketchwatch.operators.match.MatchBuilder.aMatch;
import static io.sketchwatch.operators.model.ModelBuilder.NOON;
import static io.sketchwatch.operators.model.ModelBuilder.START;
import static io.sketchwatch.operators.model.ModelBuilder.candidate;
import static io.sketchwatch.operators.model.ModelBuilder.inForce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.model.AlertDifference;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.MatchBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompareCandidatesFunctionTest {

  private static final ServedModels ONE = ServedModels.of(START);
  private static final ServedModels TWO = ONE.with(candidate("m1", 7, NOON));

  private KeyedTwoInputStreamOperatorTestHarness<Instant, Match, ServedModels, ModelStatus> stage;

  @BeforeEach
  void open() throws Exception {
    stage =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new CompareCandidatesFunction(), List.of(CompareCandidatesFunction.SHADOWS)),
            CompareCandidatesFunction::stretch,
            null,
            TypeInformation.of(Instant.class));
    stage.open();
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  @Test
  void shouldTellHowTheAlertsOfAStretchDiffer() throws Exception {
    serve(TWO);
    find("m0", "both", 10);
    find(ShadowName.of("m1"), "both", 10);
    find(ShadowName.of("m1"), "both", 10);
    find("m0", "missed", 20);
    find(ShadowName.of("m1"), "found", 30);
    advanceTo(Duration.ofMinutes(6));

    assertThat(stage.extractOutputValues())
        .extracting(ModelStatus::modelId, ModelStatus::state, ModelStatus::epoch)
        .containsExactly(tuple("m1", ModelStatus.State.SHADOW, 7L));
    assertThat(differences())
        .containsExactly(
            new AlertDifference(
                NOON,
                NOON.plusSeconds(300),
                1,
                1,
                1,
                List.of(AlertIds.alertId("q", "found")),
                List.of(AlertIds.alertId("q", "missed"))));
  }

  @Test
  void shouldTellOfEachStretchOnItsOwn() throws Exception {
    serve(TWO);
    find("m0", "a", 299);
    find("m0", "b", 300);
    advanceTo(Duration.ofMinutes(11));

    assertThat(differences())
        .extracting(AlertDifference::from, AlertDifference::onlyActive)
        .containsExactly(tuple(NOON, 1L), tuple(NOON.plusSeconds(300), 1L));
  }

  @Test
  void shouldNotTellOfAStretchThatTheCandidateSawOnlyPartOf() throws Exception {
    advanceTo(Duration.ofSeconds(1));
    serve(TWO);
    find("m0", "a", 10);
    find("m0", "b", 310);
    advanceTo(Duration.ofMinutes(11));

    assertThat(differences())
        .extracting(AlertDifference::from)
        .containsExactly(NOON.plusSeconds(300));
  }

  @Test
  void shouldLeaveOutWhatComesAfterAStretchWasTold() throws Exception {
    serve(TWO);
    advanceTo(Duration.ofMinutes(6));
    find("m0", "late", 10);
    advanceTo(Duration.ofMinutes(20));

    assertThat(differences()).isEmpty();
  }

  @Test
  void shouldTellNothingOfModelsThatAreNoCandidates() throws Exception {
    serve(TWO);
    find("m0", "a", 10);
    serve(ONE.with(inForce("m1", 8, NOON)));
    advanceTo(Duration.ofMinutes(6));

    assertThat(differences()).isEmpty();
  }

  @Test
  void shouldLeaveOutWhatOnlyAConfirmedPhotoFound() throws Exception {
    serve(TWO);
    find(aMatch("a").under("m0").at(NOON.plusSeconds(10)).by("gate/b/0", 0.5));
    advanceTo(Duration.ofMinutes(6));

    assertThat(differences()).isEmpty();
  }

  private void serve(ServedModels served) throws Exception {
    stage.processElement2(new StreamRecord<>(served));
  }

  private void find(String modelName, String tracklet, int seconds) throws Exception {
    find(aMatch(tracklet).under(modelName).at(NOON.plusSeconds(seconds)));
  }

  private void find(MatchBuilder match) throws Exception {
    stage.processElement1(new StreamRecord<>(match.build()));
  }

  private void advanceTo(Duration afterNoon) throws Exception {
    Watermark watermark = new Watermark(NOON.plus(afterNoon).toEpochMilli());
    stage.processWatermark1(watermark);
    stage.processWatermark2(watermark);
  }

  private List<AlertDifference> differences() {
    return stage.extractOutputValues().stream().map(ModelStatus::difference).toList();
  }
}
