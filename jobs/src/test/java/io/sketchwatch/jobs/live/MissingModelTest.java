package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.djl.Device;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.model.InputSpec.Channels;
import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelAnnouncement.State;
import io.sketchwatch.core.tracklet.Shot;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.model.Activation;
import io.sketchwatch.operators.model.ModelEncoders;
import io.sketchwatch.operators.model.ModelLeases;
import io.sketchwatch.operators.model.QueryToEmbed;
import io.sketchwatch.operators.model.ServedModel;
import io.sketchwatch.operators.query.EmbedQueriesFunction;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.SketchToEmbed;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real package that is gone when it is wanted, and comes back. */
@Timeout(60)
class MissingModelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(50);
  private static final ModelEncoders ENCODERS =
      new ModelEncoders(new BlockWorld.Hues(), InferenceEngine.ONNX_RUNTIME);

  @TempDir private Path folder;

  private Path place;
  private Path away;
  private ServedModel model;

  @BeforeEach
  void takeThePackageAway() throws Exception {
    ModelAnnouncement announced =
        HuePackage.at(folder, "hue-2", Channels.RGB).announced(State.ACTIVE, 1);
    place = folder.resolve("hue-2");
    away = folder.resolve("away");
    Files.move(place, away);
    model =
        new ServedModel(
            announced.modelId(),
            announced.uri(),
            announced.sha256(),
            Map.of(),
            false,
            List.of(new Activation(1, Instant.MIN, Instant.MIN)),
            null);
  }

  @Test
  void shouldEmbedTheNextPersonOfACameraByAModelThatHasComeBack() throws Exception {
    AtomicInteger person = new AtomicInteger();
    try (ModelLeases leases = new ModelLeases(ENCODERS, InferenceSettings.DEFAULT, Device.cpu())) {
      assertThat(embed(leases, person.get())).isEqualTo(BlockWorld.MODEL);

      Files.move(away, place);

      await().atMost(PATIENCE).until(() -> embed(leases, person.incrementAndGet()).equals("hue-2"));
      assertThat(embed(leases, 0)).isEqualTo(BlockWorld.MODEL);
      assertThat(embed(leases, person.get())).isEqualTo("hue-2");
    }
  }

  @Test
  void shouldWatchForAQueryOnceByAModelThatHasComeBack() throws Exception {
    try (var stage = embedQueries()) {
      stage.open();
      tell(stage, null);
      tell(stage, sketch());
      assertThat(models(stage)).containsExactly(BlockWorld.MODEL);

      Files.move(away, place);

      await()
          .atMost(PATIENCE)
          .pollInSameThread()
          .untilAsserted(
              () -> {
                tell(stage, null);
                assertThat(models(stage)).containsExactly(BlockWorld.MODEL, "hue-2");
              });
      tell(stage, null);
      assertThat(models(stage)).hasSize(2);
    }
  }

  private String embed(ModelLeases leases, int seconds) throws Exception {
    Instant firstSeen = BlockWorld.START.plusSeconds(seconds);
    Shot shot =
        new Shot(
            "gate",
            "gate/f" + seconds + "/0",
            0,
            firstSeen,
            firstSeen,
            new Box(0, 0, 1, 1),
            0.5,
            new FrameReference("frames", 0, 0, "f", "00"),
            BlockWorld.picture(0, BlockWorld.hue(0, 2)));
    return leases.embed(model, shot).get().modelId();
  }

  private static SketchToEmbed sketch() {
    return new SketchToEmbed(
        "q",
        1,
        new Media("image/png", BlockWorld.sketch(BlockWorld.hue(0, 2)), null),
        new QueryScope(null, null, null, null),
        0.5,
        null,
        0,
        false);
  }

  private static OneInputStreamOperatorTestHarness<QueryToEmbed, WatchlistUpdate> embedQueries()
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new AsyncWaitOperatorFactory<>(
            new EmbedQueriesFunction(ENCODERS, InferenceSettings.DEFAULT),
            20_000,
            10,
            OutputMode.ORDERED),
        TypeInformation.of(QueryToEmbed.class).createSerializer(new SerializerConfigImpl()));
  }

  /** Of a query, or without one of the models in service; waits for what comes of it. */
  private void tell(
      OneInputStreamOperatorTestHarness<QueryToEmbed, WatchlistUpdate> stage, SketchToEmbed query)
      throws Exception {
    List<ServedModel> served = List.of(BlockWorld.START_MODEL, model);
    stage.processElement(new QueryToEmbed(query, served, List.of()), 0);
    stage.endInput();
  }

  private static List<String> models(
      OneInputStreamOperatorTestHarness<QueryToEmbed, WatchlistUpdate> stage) {
    return stage.extractOutputValues().stream().map(update -> update.entry().modelId()).toList();
  }
}
