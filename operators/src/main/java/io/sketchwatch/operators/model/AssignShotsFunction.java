package io.sketchwatch.operators.model;

import io.sketchwatch.core.tracklet.Shot;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Says which models embed a shot, by camera: the one in force for its tracklet, see {@link
 * CameraModels}, and each candidate whose time has come. The models in service are broadcast.
 *
 * <p>A candidate embeds every shot of a tracklet that it is told of before the first. State: the
 * models a camera has taken up, and one time.
 */
public final class AssignShotsFunction
    extends KeyedBroadcastProcessFunction<String, Shot, ServedModels, ShotToEmbed> {

  static final ValueStateDescriptor<CameraModels> CAMERA =
      new ValueStateDescriptor<>("camera-models", TypeInformation.of(CameraModels.class));

  private static final long serialVersionUID = 1;

  private final ServedModel start;

  private transient ValueState<CameraModels> camera;
  private transient boolean toldOfModels;

  /**
   * @param start the model that the job was started with
   */
  public AssignShotsFunction(ServedModel start) {
    this.start = start;
  }

  @Override
  public void open(OpenContext context) {
    camera = getRuntimeContext().getState(CAMERA);
  }

  @Override
  public void processElement(Shot shot, ReadOnlyContext context, Collector<ShotToEmbed> out)
      throws Exception {
    ServedModels served =
        ServedModelsState.read(context.getBroadcastState(ServedModelsState.DESCRIPTOR), start);
    if (!toldOfModels) {
      tell(served, out);
    }
    CameraModels before = camera.value() == null ? CameraModels.NONE : camera.value();
    CameraModels taken = before.with(served);
    out.collect(new ShotToEmbed(shot, models(shot, taken, served)));
    CameraModels after = taken.seen(shot.firstSeen());
    if (!after.equals(before)) {
      camera.update(after);
    }
  }

  private static List<ServedModel> models(Shot shot, CameraModels taken, ServedModels served) {
    List<ServedModel> models = new ArrayList<>();
    models.add(served.get(taken.modelOf(shot.firstSeen())));
    for (ServedModel model : served.models()) {
      if (model.candidate() && !model.activations().get(0).from().isAfter(shot.firstSeen())) {
        models.add(model);
      }
    }
    return models;
  }

  @Override
  public void processBroadcastElement(
      ServedModels served, Context context, Collector<ShotToEmbed> out) throws Exception {
    ServedModelsState.write(context.getBroadcastState(ServedModelsState.DESCRIPTOR), served);
    tell(served, out);
  }

  private void tell(ServedModels served, Collector<ShotToEmbed> out) {
    toldOfModels = true;
    out.collect(new ShotToEmbed(null, served.models()));
  }
}
