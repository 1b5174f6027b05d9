package io.sketchwatch.jobs.command;

import static java.util.stream.Collectors.joining;

import io.sketchwatch.dalnet.data.DataSetCheck;
import io.sketchwatch.dalnet.data.DataSetCheck.BrokenPicture;
import io.sketchwatch.dalnet.data.DataSetChoice;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.training.TrainingConfig;
import io.sketchwatch.jobs.training.TrainDalNetJob;
import io.sketchwatch.jobs.training.TrainingLog;
import io.sketchwatch.jobs.training.TrainingOrder;
import io.sketchwatch.jobs.training.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains DALNet as a Flink batch job in this process. */
@Command(
    name = "train",
    description = "Train DALNet on photos and sketches; goes on from a checkpoint that is there.",
    footer = {
      "  sketchwatch train --data data/drawn --out checkpoints/drawn",
      "  sketchwatch train --data PKUSketchRE-ID_V1 --split 3 --out checkpoints/pku-3",
      "  sketchwatch train --data PKUSketchRE-ID_V1 --check",
      "  sketchwatch train --data data/drawn/train --out checkpoints/small --config small.json",
      "  sketchwatch train --data data/drawn --out checkpoints/tuned \\",
      "      --weights weights/imagenet"
    })
final class TrainVerb extends Verb {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "A data set; its training part is used where it has one.")
  private Path data;

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

  @Option(names = "--json", description = "Print JSON, a line an epoch.")
  private boolean json;

  @Override
  void run() throws Exception {
    if (out == null && !checkOnly) {
      throw misuse("Expected --out DIR or --check, but was neither");
    }
    TrainingConfig defaults =
        weights == null ? TrainingConfig.fromScratch() : TrainingConfig.fromPretrained();
    TrainingConfig recipe = config == null ? defaults : TrainingConfig.read(config, defaults);
    DataSetChoice choice = dataSet.choice(data);
    if (checkOnly) {
      checkAll(choice);
      return;
    }
    DataSetCheck check = check(choice.train());
    report(choice, "training", check).print(err());
    refuseBroken(check);
    Files.createDirectories(out);
    train(order(choice, check, recipe));
  }

  private void checkAll(DataSetChoice choice) throws IOException {
    PersonDataSet train = choice.train();
    PersonDataSet test = choice.test();
    DataSetCheck training = check(train);
    show(report(choice, "training", training));
    boolean isDivided = !test.equals(train);
    DataSetCheck testing = isDivided ? check(test) : training;
    if (isDivided) {
      show(report(choice, "test", testing));
    }
    refuseBroken(training);
    refuseBroken(testing);
  }

  /** Reads every picture first, so that a broken one costs no hour. */
  private static DataSetCheck check(PersonDataSet people) {
    try (Progress progress = Progress.of("Checking", "pictures")) {
      progress.expect(people.photos().size() + people.sketches().size());
      return DataSetCheck.of(people, progress::step);
    }
  }

  private static DataSetReport report(DataSetChoice choice, String part, DataSetCheck check) {
    return DataSetReport.of(check, choice.layout().name(), choice.split(), part);
  }

  private void show(DataSetReport report) throws IOException {
    if (json) {
      JsonLines.write(out(), report);
    } else {
      report.print(out());
    }
  }

  private void refuseBroken(DataSetCheck check) throws IOException {
    if (strict && !check.broken().isEmpty()) {
      throw new IOException(
          "Data set '%s' has %d files that can't be used: %s"
              .formatted(
                  data,
                  check.broken().size(),
                  check.broken().stream().map(BrokenPicture::reason).collect(joining("; "))));
    }
  }

  private TrainingOrder order(DataSetChoice choice, DataSetCheck check, TrainingConfig recipe)
      throws IOException {
    Path root = choice.root().toAbsolutePath();
    List<String> skipped =
        check.broken().stream()
            .map(picture -> root.relativize(picture.file().toAbsolutePath()).toString())
            .toList();
    return new TrainingOrder(
        root.toString(),
        choice.layout().name(),
        choice.split(),
        skipped,
        out.toAbsolutePath().toString(),
        recipe.json(),
        weights == null ? null : weights.toAbsolutePath().toString());
  }

  private void train(TrainingOrder order) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
    TrainingLog log = new TrainingLog(out);
    try (Progress progress = Progress.of("Training", "steps");
        CloseableIterator<TrainingStep> steps =
            TrainDalNetJob.define(environment, order).executeAndCollect("train-dalnet")) {
      while (steps.hasNext()) {
        TrainingStep step = steps.next();
        log.add(step);
        show(step, progress);
      }
    }
    if (!json) {
      out().printf("The checkpoint is in %s%n", out);
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
