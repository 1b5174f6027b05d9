package io.sketchwatch.dalnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.dalnet.DrawnPeople;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.evaluation.DalNetEncoder;
import io.sketchwatch.dalnet.evaluation.Evaluation;
import io.sketchwatch.dalnet.evaluation.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {

  private static final int PEOPLE = 8;
  private static final TrainingListener SILENT = report -> {};

  @TempDir Path folder;
  private PersonDataSet data;

  @BeforeEach
  void drawPeople() throws IOException {
    data = DrawnPeople.write(folder.resolve("data"), PEOPLE);
  }

  @Test
  void shouldLearnToFindPeopleByTheirSketches() throws IOException {
    List<StepReport> steps = new ArrayList<>();
    Checkpoint checkpoint = train(recipe(100, 3e-3, 1), folder.resolve("out"), steps::add);

    assertThat(steps).hasSize(200);
    assertThat(steps.get(199).losses()).containsOnlyKeys("identity", "crossModal", "total");
    assertThat(steps.get(199).losses().get("total"))
        .isLessThan(0.7 * steps.get(0).losses().get("total"));
    try (DalNetEncoder encoder = DalNetEncoder.open(checkpoint, Device.cpu())) {
      Evaluation evaluation = Evaluator.evaluate(encoder, data);
      assertThat(evaluation.metrics().rank(1)).isGreaterThanOrEqualTo(0.75);
      assertThat(evaluation.gallery()).isEqualTo(2 * PEOPLE);
      assertThat(evaluation.backgroundQuantiles()).containsKeys("0.5", "0.9999");
    }
  }

  @Test
  void shouldGoOnAfterAStopAsIfItHadNotStopped() throws IOException {
    TrainingConfig recipe = SmallRecipe.of(3);
    Checkpoint straight = train(recipe, folder.resolve("straight"), SILENT);
    Path stopped = folder.resolve("stopped");
    assertThatThrownBy(() -> train(recipe, stopped, new StopAfter(2)))
        .isInstanceOf(StopAfter.Stop.class);
    assertThat(Checkpoint.open(stopped).manifest().epoch()).isEqualTo(2);

    List<StepReport> steps = new ArrayList<>();
    Checkpoint resumed = train(recipe, stopped, steps::add);

    assertThat(steps).extracting(StepReport::epoch).containsOnly(3);
    assertThat(resumed.manifest()).isEqualTo(straight.manifest());
    assertThat(resumed.weights()).isEqualTo(straight.weights());
    assertThat(resumed.optimizer()).isEqualTo(straight.optimizer());
    assertThat(resumed.weights().get("dag.kernel").values()[4]).isNotEqualTo(9f);
  }

  @Test
  void shouldGoOnFromACheckpointOfSeveralEpochsBefore() throws IOException {
    TrainingConfig recipe = SmallRecipe.of(5);
    Checkpoint straight = train(recipe, folder.resolve("straight"), SILENT);
    Path stopped = folder.resolve("stopped");
    TrainingListener stop =
        report -> {
          if (report.epoch() == 4) {
            throw new StopAfter.Stop();
          }
        };
    assertThatThrownBy(() -> trainWithFewCheckpoints(recipe, stopped, stop))
        .isInstanceOf(StopAfter.Stop.class);
    assertThat(Checkpoint.open(stopped).manifest().epoch()).isEqualTo(2);

    List<StepReport> steps = new ArrayList<>();
    Checkpoint resumed = trainWithFewCheckpoints(recipe, stopped, steps::add);

    assertThat(steps).extracting(StepReport::epoch).containsOnly(3, 4, 5);
    assertThat(resumed.manifest()).isEqualTo(straight.manifest());
    assertThat(resumed.weights()).isEqualTo(straight.weights());
    assertThat(resumed.optimizer()).isEqualTo(straight.optimizer());
    assertThat(Snapshots.before(resumed))
        .extracting(each -> each.manifest().epoch())
        .containsExactly(1, 3);
  }

  private Checkpoint trainWithFewCheckpoints(
      TrainingConfig recipe, Path out, TrainingListener listener) throws IOException {
    try (Trainer trainer = new Trainer(recipe, data, Device.cpu())) {
      return trainer.train(out, 2, listener);
    }
  }

  @Test
  void shouldSayWhatToLowerWhenMemoryRunsOut() {
    TrainingListener natively =
        report -> {
          try (NDManager manager = PyTorch.manager(Device.cpu())) {
            manager.zeros(new Shape(1L << 58));
          }
        };
    TrainingListener inJava =
        report -> {
          throw new OutOfMemoryError("Java heap space");
        };
    for (TrainingListener greedy : List.of(natively, inJava)) {
      assertThatThrownBy(() -> train(SmallRecipe.of(1), folder.resolve("out"), greedy))
          .isInstanceOf(TrainingFailedException.class)
          .hasMessageContaining("ran out of memory in epoch 1, with batches of 4 × 2 examples")
          .hasMessageContaining("at 32 × 16 pixels: lower batches.identities");
    }
  }

  @Test
  void shouldLeaveOtherErrorsOfTheEngineAsTheyAre() {
    TrainingListener wrong =
        report -> {
          try (NDManager manager = PyTorch.manager(Device.cpu())) {
            manager.zeros(new Shape(2)).reshape(3);
          }
        };

    assertThatThrownBy(() -> train(SmallRecipe.of(1), folder.resolve("out"), wrong))
        .isNotInstanceOf(TrainingFailedException.class)
        .hasMessageContaining("shape");
  }

  @Test
  void shouldKeepWhatTheNetworkWasLikeAfterTheFirstAndTheMiddleEpoch() throws IOException {
    TrainingConfig recipe = SmallRecipe.of(4);
    Path out = folder.resolve("out");
    Checkpoint last = train(recipe, out, SILENT);

    List<Checkpoint> snapshots = Snapshots.before(last);

    assertThat(snapshots).extracting(each -> each.manifest().epoch()).containsExactly(1, 2);
    assertThat(snapshots.get(0).weights()).isNotEqualTo(snapshots.get(1).weights());
    assertThat(Files.exists(snapshots.get(0).folder().resolve(Checkpoint.OPTIMIZER))).isFalse();
    Path stopped = folder.resolve("stopped");
    assertThatThrownBy(() -> train(recipe, stopped, new StopAfter(2)))
        .isInstanceOf(StopAfter.Stop.class);
    Checkpoint second = Checkpoint.open(stopped);
    assertThat(snapshots.get(1).weights()).isEqualTo(second.weights());
    assertThat(Snapshots.before(second))
        .singleElement()
        .satisfies(first -> assertThat(first.weights()).isEqualTo(snapshots.get(0).weights()));
    assertThat(Snapshots.before(train(recipe, stopped, SILENT)))
        .extracting(Checkpoint::manifest)
        .isEqualTo(snapshots.stream().map(Checkpoint::manifest).toList());
    assertThatThrownBy(() -> train(recipe, snapshots.get(0).folder(), SILENT))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("weights of epoch 1 without the optimiser's state");
  }

  @Test
  void shouldPassOverSnapshotsThatAreOfAnotherRunOrNotWhole() throws IOException {
    Path out = folder.resolve("out");
    Checkpoint last = train(SmallRecipe.of(3), out, SILENT);
    Checkpoint other =
        train(SmallRecipe.of(3, 1e-3, SmallRecipe.of(1).losses()), folder.resolve("other"), SILENT);
    Files.createDirectories(out.resolve("snapshots/epoch-0002b/.next"));
    Path first = out.resolve("snapshots/epoch-0001");
    for (String name : List.of(Checkpoint.WEIGHTS, Checkpoint.MANIFEST)) {
      Files.copy(
          other.folder().resolve("snapshots/epoch-0001").resolve(name),
          first.resolve(name),
          StandardCopyOption.REPLACE_EXISTING);
    }

    assertThat(Snapshots.before(last))
        .extracting(each -> each.manifest().epoch())
        .containsExactly(2);
  }

  @Test
  void shouldStartFromTheWeightsOfAnotherCheckpoint() throws IOException {
    Checkpoint first = train(SmallRecipe.of(1), folder.resolve("first"), SILENT);
    TrainingConfig recipe = SmallRecipe.of(2);
    Path out = folder.resolve("out");

    Checkpoint straight = trainFrom(first, recipe, folder.resolve("straight"), SILENT);
    assertThatThrownBy(() -> trainFrom(first, recipe, out, new StopAfter(1)))
        .isInstanceOf(StopAfter.Stop.class);
    Checkpoint resumed = trainFrom(first, recipe, out, SILENT);

    assertThat(resumed.weights()).isEqualTo(straight.weights());
    assertThat(resumed.manifest().epoch()).isEqualTo(2);
    assertThat(resumed.manifest().origin().file()).isEqualTo("first");
    assertThat(train(recipe, folder.resolve("random"), SILENT).weights())
        .isNotEqualTo(straight.weights());
    assertThatThrownBy(() -> train(recipe, out, SILENT))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("holds a checkpoint of other first weights, recipe");
  }

  @Test
  void shouldRefuseFirstWeightsOfAnotherSize() throws IOException {
    Checkpoint first = train(recipe(1, 2e-3, 1), folder.resolve("first"), SILENT);

    assertThatThrownBy(
            () -> trainFrom(first, TrainingConfig.fromPretrained(), folder.resolve("out"), SILENT))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("recipe's width 64 and blocks [3, 4, 6, 3], but are of 4 and");
  }

  private Checkpoint trainFrom(
      Checkpoint first, TrainingConfig recipe, Path out, TrainingListener listener)
      throws IOException {
    try (Trainer trainer = new Trainer(recipe, data, Device.cpu())) {
      trainer.startFrom(first);
      return trainer.train(out, listener);
    }
  }

  @Test
  void shouldNotGoOnWithOtherMasks() throws IOException {
    Path out = folder.resolve("out");
    train(SmallRecipe.of(1), out, SILENT);
    Path masks = Files.createDirectories(folder.resolve("data/masks/person00"));
    Files.write(masks.resolve("c1_0.png"), ImageCodec.png(new Image(1, 1, new byte[3])));

    assertThatThrownBy(() -> train(SmallRecipe.of(1), out, SILENT))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("data set or masks: train into another folder");
  }

  @Test
  void shouldOpenTheManifestOfACheckpointFromBeforeThereWasAnAuxiliaryStream() throws IOException {
    Path out = folder.resolve("out");
    Checkpoint checkpoint = train(recipe(1, 2e-3, 1), out, SILENT);
    ObjectMapper json = new ObjectMapper();
    ObjectNode manifest = (ObjectNode) json.readTree(out.resolve("manifest.json").toFile());
    List<String> later = List.of("kernelTrained", "interaction", "reduction");
    manifest.remove("maskFingerprint");
    ((ObjectNode) manifest.get("network")).remove(later).remove("styles");
    ObjectNode recipe = (ObjectNode) manifest.get("recipe");
    recipe.remove("masks");
    ((ObjectNode) recipe.get("network")).remove(later);
    ((ObjectNode) recipe.get("losses")).remove(List.of("style", "intraModal", "circle", "tau"));
    json.writeValue(out.resolve("manifest.json").toFile(), manifest);

    assertThat(Checkpoint.open(out)).isEqualTo(checkpoint);
    assertThat(train(recipe(1, 2e-3, 1), out, SILENT)).isEqualTo(checkpoint);
  }

  @Test
  void shouldTrainOnIdentitiesAloneWhereTheCircleLossWeighsNothing() throws IOException {
    List<StepReport> steps = new ArrayList<>();
    train(recipe(1, 2e-3, 0), folder.resolve("out"), steps::add);

    assertThat(steps.get(0).losses()).containsOnlyKeys("identity", "total");
  }

  @Test
  void shouldNotGoOnFromAnotherRecipe() throws IOException {
    Path out = folder.resolve("out");
    train(recipe(1, 2e-3, 1), out, SILENT);

    assertThatThrownBy(() -> train(recipe(2, 2e-3, 1), out, SILENT))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("recipe, data set or masks: train into another folder");
  }

  @Test
  void shouldRefuseACheckpointWhoseWeightsWereChanged() throws IOException {
    Path out = folder.resolve("out");
    train(recipe(1, 2e-3, 1), out, SILENT);
    byte[] bytes = Files.readAllBytes(out.resolve(Checkpoint.WEIGHTS));
    bytes[bytes.length - 1] ^= 1;
    Files.write(out.resolve(Checkpoint.WEIGHTS), bytes);

    assertThatThrownBy(() -> Checkpoint.open(out))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("File 'checkpoint.safetensors'");
  }

  @Test
  void shouldFinishAMoveThatWasInterrupted() throws IOException {
    Path out = folder.resolve("out");
    Checkpoint whole = train(recipe(1, 2e-3, 1), out, SILENT);
    Path next = Files.createDirectory(out.resolve(".next"));
    for (String name : List.of(Checkpoint.OPTIMIZER, Checkpoint.MANIFEST)) {
      Files.move(out.resolve(name), next.resolve(name));
    }

    assertThat(Checkpoint.isIn(out)).isTrue();
    assertThat(Checkpoint.open(out)).isEqualTo(whole);
    assertThat(next).doesNotExist();
  }

  @Test
  void shouldStopAtALossThatIsNotFiniteAndNameTheBatch() {
    assertThatThrownBy(() -> train(recipe(1, 2e-3, 1e39), folder.resolve("out"), SILENT))
        .isInstanceOf(TrainingFailedException.class)
        .hasMessageContaining("losses must be finite")
        .hasMessageContaining("person0")
        .hasMessageContaining("c1_0.jpg");
  }

  @Test
  void shouldLearnByTheWholeMethod() throws IOException {
    List<StepReport> steps = new ArrayList<>();
    TrainingConfig.Losses losses = new TrainingConfig.Losses(1, 1, 1, 0, 0.07f, 0.45f, 16);
    Checkpoint checkpoint =
        train(SmallRecipe.of(60, 3e-3, losses), folder.resolve("out"), steps::add);

    assertThat(steps.get(119).losses().get("total"))
        .isLessThan(0.8 * steps.get(0).losses().get("total"));
    try (DalNetEncoder encoder = DalNetEncoder.open(checkpoint, Device.cpu())) {
      assertThat(Evaluator.evaluate(encoder, data).metrics().rank(1)).isGreaterThanOrEqualTo(0.75);
    }
  }

  private Checkpoint train(TrainingConfig recipe, Path out, TrainingListener listener)
      throws IOException {
    try (Trainer trainer = new Trainer(recipe, data, Device.cpu())) {
      return trainer.train(out, listener);
    }
  }

  /** Photo and sketch streams alone. */
  private static TrainingConfig recipe(int epochs, double learningRate, double crossModal) {
    TrainingConfig.Losses losses = new TrainingConfig.Losses(0, crossModal, 0, 0, 0.07f, 0.45f, 16);
    TrainingConfig bare = AblationRow.BASELINE.of(SmallRecipe.of(epochs, learningRate, losses));
    return new TrainingConfig(
        bare.network(),
        bare.batches(),
        bare.masks(),
        bare.augmentation(),
        bare.optimiser(),
        losses,
        bare.precision(),
        bare.seed());
  }

  /** Ends a run after so many epochs, as a power cut would. */
  private static final class StopAfter implements TrainingListener {

    private final int epochs;

    StopAfter(int epochs) {
      this.epochs = epochs;
    }

    @Override
    public void onStep(StepReport report) {}

    @Override
    public void onCheckpoint(Checkpoint checkpoint) {
      if (checkpoint.manifest().epoch() == epochs) {
        throw new Stop();
      }
    }

    static final class Stop extends RuntimeException {
      private static final long serialVersionUID = 1;
    }
  }
}
