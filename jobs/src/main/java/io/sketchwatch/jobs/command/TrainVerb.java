package io.sketchwatch.jobs.command;

import io.sketchwatch.dalnet.data.PlainDataSet;
import io.sketchwatch.dalnet.training.TrainingConfig;
import io.sketchwatch.jobs.training.TrainDalNetJob;
import io.sketchwatch.jobs.training.TrainingOrder;
import io.sketchwatch.jobs.training.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains DALNet as a Flink batch job in this process. */
@Command(
    name = "train",
    description = "Train DALNet on photos and sketches; goes on from a checkpoint that is there.",
    footer = {
      "  sketchwatch train --data data/drawn/train --out checkpoints/drawn",
      "  sketchwatch train --data data/drawn/train --out checkpoints/small --config small.json"
    })
final class TrainVerb extends Verb {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "photos/PERSON/CAMERA_*.jpg and sketches/PERSON/*.png.")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The checkpoint; one of the same recipe and data is gone on from.")
  private Path out;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "JSON of the settings that differ from the recipe's defaults.")
  private Path config;

  @Option(names = "--json", description = "Print JSON, a line an epoch.")
  private boolean json;

  @Override
  void run() throws Exception {
    TrainingConfig recipe =
        config == null ? TrainingConfig.fromScratch() : TrainingConfig.read(config);
    PlainDataSet.read(data);
    Files.createDirectories(out);
    TrainingOrder order =
        new TrainingOrder(
            data.toAbsolutePath().toString(), out.toAbsolutePath().toString(), recipe.json());
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
    try (Progress progress = Progress.of("Training", "steps");
        CloseableIterator<TrainingStep> steps =
            TrainDalNetJob.define(environment, order).executeAndCollect("train-dalnet")) {
      while (steps.hasNext()) {
        show(steps.next(), progress);
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
