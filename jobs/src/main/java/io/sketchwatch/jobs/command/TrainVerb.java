package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelAnnouncement.State;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.data.DataSetChoice;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.training.TrainingConfig;
import io.sketchwatch.dalnet.training.TrainingFailedException;
import io.sketchwatch.jobs.training.CheckpointExport;
import io.sketchwatch.jobs.training.DataSetFolder;
import io.sketchwatch.jobs.training.TrainDalNetJob;
import io.sketchwatch.jobs.training.TrainingOrder;
import io.sketchwatch.jobs.training.TrainingStep;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains DALNet as a Flink batch job in this process. */
@Command(
    name = "train",
    description =
        "Train DALNet on photos and sketches, and package it; goes on from a checkpoint that is"
            + " there.",
    footer = {
      "  sketchwatch train --data data/drawn --out checkpoints/drawn",
      "  sketchwatch train --data PKUSketchRE-ID_V1 --split 3 --out checkpoints/pku-3",
      "  sketchwatch train --data PKUSketchRE-ID_V1 --check",
      "  sketchwatch train --data s3://bucket/people --out checkpoints/people",
      "  sketchwatch train --data data/drawn/train --out checkpoints/small --config small.json",
      "  sketchwatch train --data data/drawn --out checkpoints/tuned \\",
      "      --weights weights/imagenet --publish --kafka kafka:9092"
    })
final class TrainVerb extends Verb {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "A data set; its training part is used where it has one. A folder, or a URI of one on any"
              + " Flink file system, of which a copy is kept in the cache.")
  private String data;

  @Mixin private DataSetOptions dataSet;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The checkpoint; one of the same recipe and data is gone on from.")
  private Path out;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "JSON of the settings that differ from the recipe's defaults.")
  private Path config;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "EPOCHS",
      defaultValue = "1",
      description =
          "From one checkpoint to the next; a stopped training repeats what came after its last"
              + " one; default: ${DEFAULT-VALUE}.")
  private int checkpointEpochs;

  @Option(
      names = "--strict",
      description = "Fail if a picture can't be used, instead of training without it.")
  private boolean strict;

  @Option(
      names = "--check",
      description = "Only read every picture, and say what is missing or broken.")
  private boolean checkOnly;

  @Option(
      names = "--weights",
      paramLabel = "DIR",
      description =
          "A checkpoint to start from, such as import makes; the recipe's rates are lower.")
  private Path weights;

  @Option(
      names = "--publish",
      description =
          "Announce the package as a CANDIDATE on topic 'models' of --kafka; so does naming a"
              + " --kafka.")
  private boolean publish;

  @Mixin private DeviceOption device;

  @Mixin private KafkaOptions kafka;

  @Option(names = "--json", description = "Print JSON, a line an epoch.")
  private boolean json;

  @Override
  void run() throws Exception {
    if (out == null && !checkOnly) {
      throw misuse("Expected --out DIR or --check, but was neither");
    }
    if (checkpointEpochs < 1) {
      throw misuse("Expected --checkpoint-every at least 1, but was " + checkpointEpochs);
    }
    TrainingConfig recipe = recipe();
    DataSetInspection inspection = DataSetInspection.of(dataSet.choice(data));
    if (checkOnly) {
      show(inspection);
    } else {
      inspection.reports().forEach(report -> report.print(err()));
    }
    if (strict) {
      inspection.refuseBroken();
    }
    if (!checkOnly) {
      trainAndPublish(inspection, recipe);
    }
  }

  private TrainingConfig recipe() throws IOException {
    TrainingConfig defaults =
        weights == null ? TrainingConfig.fromScratch() : TrainingConfig.fromPretrained();
    return config == null ? defaults : TrainingConfig.read(config, defaults);
  }

  private void show(DataSetInspection inspection) throws IOException {
    for (DataSetReport report : inspection.reports()) {
      if (json) {
        JsonLines.write(out(), report);
      } else {
        report.print(out());
      }
    }
  }

  private void trainAndPublish(DataSetInspection inspection, TrainingConfig recipe)
      throws Exception {
    boolean isPublished = publish || isGiven("--kafka");
    ModelTopic topic = new ModelTopic(kafka);
    if (isPublished) {
      topic.require();
    }
    Files.createDirectories(out);
    TrainingOrder order = order(inspection, recipe);
    if (recipe.cutsOut()) {
      mask(order);
    }
    train(order);
    ModelPackage made = export(inspection.heldOut());
    if (!json) {
      out().printf("The checkpoint is in %s, its package in %s%n", out, made.folder());
    }
    if (isPublished) {
      ModelReport.print(topic.announce(made, State.CANDIDATE), json, out());
    }
  }

  private ModelPackage export(PersonDataSet heldOut) throws IOException {
    try (Progress progress = Progress.of("Packaging", "pictures")) {
      progress.expect(heldOut == null ? 0 : heldOut.size());
      return new CheckpointExport(null, Precision.FLOAT32)
          .exportBeside(out, heldOut, progress::step);
    }
  }

  private TrainingOrder order(DataSetInspection inspection, TrainingConfig recipe) {
    DataSetChoice choice = inspection.choice();
    return new TrainingOrder(
        DataSetFolder.isLocal(data) ? choice.root().toAbsolutePath().toString() : data,
        choice.layout().name(),
        choice.split(),
        inspection.skipped(),
        out.toAbsolutePath().toString(),
        checkpointEpochs,
        recipe.json(),
        ModelFetcher.defaultCache(System.getenv()).toAbsolutePath().toString(),
        weights == null ? null : weights.toAbsolutePath().toString(),
        device.kind());
  }

  /** The job would do so too, but out of sight. */
  private void mask(TrainingOrder order) throws IOException {
    PersonDataSet people = order.people();
    try (Progress progress = Progress.of("Masking", "photos")) {
      progress.expect(people.photos().size());
      order.masks(people, err()::println, progress::step);
    }
  }

  private void train(TrainingOrder order) throws Exception {
    try {
      follow(order);
    } catch (RuntimeException e) {
      throw new IOException(rootMessage(e), e);
    }
  }

  /** Flink wraps what went wrong in the job several times. */
  private static String rootMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof TrainingFailedException)) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private void follow(TrainingOrder order) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
    try (Progress progress = Progress.of("Training", "steps")) {
      TrainDalNetJob.run(environment, order, step -> show(step, progress));
    }
  }

  private void show(TrainingStep step, Progress progress) throws IOException {
    if (step.step() == 1) {
      progress.expect(step.steps());
    }
    progress.step();
    if (step.step() < step.steps()) {
      return;
    }
    if (json) {
      JsonLines.write(out(), step);
    } else {
      out()
          .printf(
              "Epoch %d of %d: losses %s, %.0f pictures/s%n",
              step.epoch(), step.epochs(), step.losses(), step.picturesPerSecond());
      out().flush();
    }
  }
}
