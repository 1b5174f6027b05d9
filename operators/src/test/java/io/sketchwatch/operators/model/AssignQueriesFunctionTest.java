package io.sketchwatch.operators.model;

import static io.sketchwatch.operators.model.ModelBuilder.NOON;
import static io.sketchwatch.operators.model.ModelBuilder.START;
import static io.sketchwatch.operators.model.ModelBuilder.candidate;
import static io.sketchwatch.operators.model.ModelBuilder.inForce;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.image.Media;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.SketchToEmbed;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssignQueriesFunctionTest {

  private static final ServedModels ONE = ServedModels.of(START);
  private static final ServedModel M1 = inForce("m1", 1, NOON);

  private KeyedTwoInputStreamOperatorTestHarness<String, SketchToEmbed, ServedModels, QueryToEmbed>
      stage;

  @BeforeEach
  void open() throws Exception {
    stage = stage();
    stage.open();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, SketchToEmbed, ServedModels, QueryToEmbed>
      stage() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new AssignQueriesFunction(START), List.of(ServedModelsState.DESCRIPTOR)),
        SketchToEmbed::queryId,
        null,
        Types.STRING);
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  @Test
  void shouldHaveANewQueryEmbeddedByEveryModelInService() throws Exception {
    serve(ONE.with(M1));
    ask("q");

    assertThat(ofQueries())
        .containsExactly(new QueryToEmbed(sketch("q"), List.of(START, M1), List.of()));
  }

  @Test
  void shouldHaveEachLiveQueryEmbeddedByANewModelOnce() throws Exception {
    ask("q");
    ask("withdrawn");
    withdraw("withdrawn");
    serve(ONE.with(M1));
    serve(ONE.with(M1));

    assertThat(ofQueries().subList(3, ofQueries().size()))
        .containsExactly(new QueryToEmbed(sketch("q"), List.of(M1), List.of()));
  }

  @Test
  void shouldEndTheSearchesUnderAModelThatIsRetired() throws Exception {
    serve(ONE.with(M1));
    ask("q");
    serve(ONE);

    assertThat(ofQueries()).endsWith(new QueryToEmbed(sketch("q"), List.of(), List.of("m1")));
  }

  @Test
  void shouldSearchAnewUnderACandidateThatComesIntoForce() throws Exception {
    serve(ONE.with(candidate("m1", 1, NOON)));
    ask("q");
    serve(ONE.with(M1));

    assertThat(ofQueries())
        .endsWith(new QueryToEmbed(sketch("q"), List.of(M1), List.of(ShadowName.of("m1"))));
  }

  @Test
  void shouldHaveAllQueriesEmbeddedOnceMoreByAnnouncedModelsAfterAStart() throws Exception {
    serve(ONE.with(M1));
    ask("q");
    OperatorSubtaskState snapshot = stage.snapshot(1, 1);
    stage.close();
    stage = stage();
    stage.initializeState(snapshot);
    stage.open();
    serve(ONE.with(M1));
    serve(ONE.with(M1));

    assertThat(ofQueries()).containsExactly(new QueryToEmbed(sketch("q"), List.of(M1), List.of()));
  }

  private void ask(String queryId) throws Exception {
    stage.processElement1(new StreamRecord<>(sketch(queryId)));
  }

  private void withdraw(String queryId) throws Exception {
    stage.processElement1(
        new StreamRecord<>(new SketchToEmbed(queryId, 1, null, null, null, null, 0, false)));
  }

  private void serve(ServedModels served) throws Exception {
    stage.processElement2(new StreamRecord<>(served));
  }

  private static SketchToEmbed sketch(String queryId) {
    return new SketchToEmbed(
        queryId,
        1,
        new Media("image/png", new byte[] {1}, null),
        new QueryScope(null, null, null, null),
        0.5,
        null,
        0,
        false);
  }

  private List<QueryToEmbed> ofQueries() {
    return stage.extractOutputValues().stream().filter(output -> output.query() != null).toList();
  }
}
