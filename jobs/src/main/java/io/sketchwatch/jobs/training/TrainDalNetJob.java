package io.sketchwatch.jobs.training;

import ai.djl.Device;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.PhotoMasks;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.training.Checkpoint;
import io.sketchwatch.dalnet.training.Trainer;
import io.sketchwatch.dalnet.training.TrainingConfig;
import io.sketchwatch.dalnet.training.TrainingFailedException;
import io.sketchwatch.dalnet.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;

/**
 * Trains DALNet as a bounded Flink job: one record in, the order; one out for each step of the
 * training.
 *
 * <p>The checkpoint folder is the state: a job that is restarted, by Flink or by hand, goes on from
 * the last epoch that is there, and ends with the same weights as one that was never stopped.
 */
public final class TrainDalNetJob {

  static final String UID = "train-dalnet";

  private TrainDalNetJob() {}

  /** The graph; the caller decides where its progress goes. */
  public static DataStream<TrainingStep> define(
      StreamExecutionEnvironment environment, TrainingOrder order) {
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    return environment
        .fromData(TypeInformation.of(TrainingOrder.class), order)
        .uid("training-order")
        .flatMap(new TrainFunction())
        .returns(TrainingStep.class)
        .uid(UID)
        .name(UID)
        .setParallelism(1);
  }

  /** Told each step of a training, in order. */
  @FunctionalInterface
  public interface Listener {
    void onStep(TrainingStep step) throws IOException;
  }

  /**
   * Trains to the end, with the log beside the checkpoint.
   *
   * @throws Exception if the job fails; a {@link TrainingFailedException} may be among its causes
   */
  public static void run(
      StreamExecutionEnvironment environment, TrainingOrder order, Listener listener)
      throws Exception {
    TrainingLog log = new TrainingLog(Path.of(order.checkpoint()));
    try (CloseableIterator<TrainingStep> steps =
        define(environment, order).executeAndCollect("train-dalnet")) {
      while (steps.hasNext()) {
        TrainingStep step = steps.next();
        log.add(step);
        listener.onStep(step);
      }
    }
  }

  /** Runs the whole training on one TaskManager; gradients need all of a batch in one place. */
  private static final class TrainFunction
      extends RichFlatMapFunction<TrainingOrder, TrainingStep> {

    private static final long serialVersionUID = 1;

    @Override
    public void flatMap(TrainingOrder order, Collector<TrainingStep> out) throws Exception {
      TrainingConfig recipe = TrainingConfig.parse(order.recipe());
      PersonDataSet data = order.people();
      Device device = PyTorch.usable(order.device().first());
      PhotoMasks masks = recipe.cutsOut() ? order.masks(data, line -> {}, () -> {}) : null;
      try (OrderlyEnd end = OrderlyEnd.listening();
          Trainer trainer = new Trainer(recipe, data, masks, device)) {
        if (order.weights() != null) {
          trainer.startFrom(Checkpoint.open(Path.of(order.weights())));
        }
        TrainingListener progress =
            report -> {
              end.check();
              out.collect(TrainingStep.of(report));
            };
        trainer.train(Path.of(order.checkpoint()), order.checkpointEpochs(), progress);
      }
    }
  }
}
