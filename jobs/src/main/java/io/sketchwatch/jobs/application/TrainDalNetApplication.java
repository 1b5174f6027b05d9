package io.sketchwatch.jobs.application;

import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.data.DataSetCheck;
import io.sketchwatch.dalnet.data.DataSetChoice;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.training.TrainingConfig;
import io.sketchwatch.jobs.training.CheckpointExport;
import io.sketchwatch.jobs.training.DataSetFolder;
import io.sketchwatch.jobs.training.TrainDalNetJob;
import io.sketchwatch.jobs.training.TrainingOrder;
import io.sketchwatch.jobs.training.TrainingStep;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import io.sketchwatch.operators.inference.InferenceDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training as a Flink application: {@code --data DIR --out DIR [--layout NAME] [--split N]
 * [--config FILE] [--checkpoint-every EPOCHS] [--device cpu|gpu]}, as the command's verb {@code
 * train} takes them. It goes on from a checkpoint that is there, and packages the model when it is
 * trained.
 *
 * <p>JobManager and TaskManager must see {@code --out}, and local data, under the same path.
 */
public final class TrainDalNetApplication {

  private static final Logger LOG = LoggerFactory.getLogger(TrainDalNetApplication.class);

  private static final String DATA = "data";
  private static final String OUT = "out";
  private static final String LAYOUT = "layout";
  private static final String SPLIT = "split";
  private static final String CONFIG = "config";
  private static final String CHECKPOINT_EVERY = "checkpoint-every";
  private static final String DEVICE = "device";
  private static final List<String> KNOWN =
      List.of(DATA, OUT, LAYOUT, SPLIT, CONFIG, CHECKPOINT_EVERY, DEVICE);

  private TrainDalNetApplication() {}

  /**
   * Trains to the end.
   *
   * @throws Exception if an argument is unknown or missing, or the training fails
   */
  public static void main(String[] args) throws Exception {
    ApplicationArguments given = ApplicationArguments.of(KNOWN, List.of(DATA, OUT), args);
    Path cache = ModelFetcher.defaultCache(System.getenv()).toAbsolutePath();
    Path root = DataSetFolder.open(given.text(DATA), cache, () -> {});
    DataSetChoice choice = DataSetChoice.of(root, given.text(LAYOUT), given.number(SPLIT, 1));
    Path out = Files.createDirectories(given.path(OUT)).toAbsolutePath();
    TrainingOrder order = order(given, choice, out, cache);
    TrainDalNetJob.run(
        StreamExecutionEnvironment.getExecutionEnvironment(), order, TrainDalNetApplication::log);
    ModelPackage made =
        new CheckpointExport(null, Precision.FLOAT32).exportBeside(out, heldOut(choice), () -> {});
    LOG.info("The checkpoint is in {}, its package in {}", out, made.folder());
  }

  private static TrainingOrder order(
      ApplicationArguments given, DataSetChoice choice, Path out, Path cache) throws IOException {
    TrainingConfig defaults = TrainingConfig.fromScratch();
    Path config = given.path(CONFIG);
    TrainingConfig recipe = config == null ? defaults : TrainingConfig.read(config, defaults);
    String data = given.text(DATA);
    return new TrainingOrder(
        DataSetFolder.isLocal(data) ? choice.root().toAbsolutePath().toString() : data,
        choice.layout().name(),
        choice.split(),
        broken(choice),
        out.toString(),
        given.number(CHECKPOINT_EVERY, 1),
        recipe.json(),
        cache.toString(),
        null,
        given.choice(DEVICE, InferenceDevice.CPU));
  }

  private static List<String> broken(DataSetChoice choice) throws IOException {
    DataSetCheck check = DataSetCheck.of(choice.train(), () -> {});
    check.broken().forEach(b -> LOG.warn("Training goes on without {}: {}", b.file(), b.reason()));
    return check.brokenWithin(choice.root());
  }

  /** People apart from those learnt from; null where the data set is not divided. */
  private static PersonDataSet heldOut(DataSetChoice choice) throws IOException {
    PersonDataSet test = choice.test();
    return test.equals(choice.train()) ? null : DataSetCheck.of(test, () -> {}).readable();
  }

  private static void log(TrainingStep step) {
    if (step.step() == step.steps()) {
      LOG.info("Epoch {} of {}: losses {}", step.epoch(), step.epochs(), step.losses());
    }
  }
}
