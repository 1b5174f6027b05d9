package io.sketchwatch.operators.model;

import static io.sketchwatch.operators.model.ModelBuilder.NOON;
import static io.sketchwatch.operators.model.ModelBuilder.START;
import static io.sketchwatch.operators.model.ModelBuilder.candidate;
import static io.sketchwatch.operators.model.ModelBuilder.inForce;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.tracklet.Shot;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class AssignShotsFunctionTest {

  private static final ServedModels ONE = ServedModels.of(START);

  @Test
  void shouldTellOfTheModelsBeforeTheFirstShotAndWhenTheyChange() throws Exception {
    try (var stage = stage(null)) {
      see(stage, "gate", 0);
      serve(stage, ONE.with(inForce("m1", 1, NOON)));

      assertThat(stage.extractOutputValues())
          .filteredOn(output -> output.shot() == null)
          .extracting(ShotToEmbed::models)
          .containsExactly(List.of(START), List.of(START, inForce("m1", 1, NOON)));
    }
  }

  @Test
  void shouldSwitchEachCameraWithItsNextTracklet() throws Exception {
    try (var stage = stage(null)) {
      see(stage, "gate", 5);
      serve(stage, ONE.with(inForce("m1", 1, NOON)));
      see(stage, "gate", 5);
      see(stage, "gate", 6);
      see(stage, "yard", 5);

      assertThat(models(stage))
          .containsExactly(List.of("m0"), List.of("m0"), List.of("m1"), List.of("m1"));
    }
  }

  @Test
  void shouldAddTheCandidatesWhoseTimeHasCome() throws Exception {
    try (var stage = stage(null)) {
      serve(
          stage, ONE.with(candidate("m1", 1, NOON)).with(candidate("m2", 2, NOON.plusSeconds(6))));
      see(stage, "gate", 5);

      assertThat(models(stage)).containsExactly(List.of("m0", ShadowName.of("m1")));
    }
  }

  @Test
  void shouldKeepATrackletsModelAfterAFailure() throws Exception {
    OperatorSubtaskState snapshot;
    try (var stage = stage(null)) {
      see(stage, "gate", 5);
      serve(stage, ONE.with(inForce("m1", 1, NOON)));
      snapshot = stage.snapshot(1, 1);
    }
    try (var restored = stage(snapshot)) {
      see(restored, "gate", 5);
      see(restored, "gate", 6);

      assertThat(restored.extractOutputValues().get(0).shot()).isNull();
      assertThat(models(restored)).containsExactly(List.of("m0"), List.of("m1"));
    }
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Shot, ServedModels, ShotToEmbed>
      stage(OperatorSubtaskState restored) throws Exception {
    var stage =
        new KeyedTwoInputStreamOperatorTestHarness<String, Shot, ServedModels, ShotToEmbed>(
            new CoBroadcastWithKeyedOperator<>(
                new AssignShotsFunction(START), List.of(ServedModelsState.DESCRIPTOR)),
            Shot::cameraId,
            null,
            Types.STRING);
    if (restored != null) {
      stage.initializeState(restored);
    }
    stage.open();
    return stage;
  }

  private static void serve(
      KeyedTwoInputStreamOperatorTestHarness<String, Shot, ServedModels, ShotToEmbed> stage,
      ServedModels served)
      throws Exception {
    stage.processElement2(new StreamRecord<>(served));
  }

  private static void see(
      KeyedTwoInputStreamOperatorTestHarness<String, Shot, ServedModels, ShotToEmbed> stage,
      String camera,
      int seconds)
      throws Exception {
    stage.processElement1(new StreamRecord<>(ShotBuilder.shot(camera, seconds)));
  }

  private static List<List<String>> models(
      KeyedTwoInputStreamOperatorTestHarness<String, Shot, ServedModels, ShotToEmbed> stage) {
    return stage.extractOutputValues().stream()
        .filter(output -> output.shot() != null)
        .map(output -> output.models().stream().map(ServedModel::embeddingName).toList())
        .toList();
  }
}
