package io.sketchwatch.operators.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** The models in service as a stage that is told of them keeps them. */
public final class ServedModelsState {

  /** By model id. */
  public static final MapStateDescriptor<String, ServedModel> DESCRIPTOR =
      new MapStateDescriptor<>(
          "served-models", Types.STRING, TypeInformation.of(ServedModel.class));

  private ServedModelsState() {}

  /**
   * What is held; the model at start alone, if nothing is.
   *
   * @param start the model that the job was started with
   */
  static ServedModels read(ReadOnlyBroadcastState<String, ServedModel> state, ServedModel start)
      throws Exception {
    List<ServedModel> held = new ArrayList<>();
    for (Map.Entry<String, ServedModel> entry : state.immutableEntries()) {
      held.add(entry.getValue());
    }
    return ServedModels.restored(start, held);
  }

  static void write(BroadcastState<String, ServedModel> state, ServedModels served)
      throws Exception {
    state.clear();
    for (ServedModel model : served.models()) {
      state.put(model.modelId(), model);
    }
  }
}
