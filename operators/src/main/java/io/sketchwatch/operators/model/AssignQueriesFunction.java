package io.sketchwatch.operators.model;

import io.sketchwatch.operators.query.SketchToEmbed;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Has each query embedded by every model in service, by query id: a new query by all of them, and
 * all queries by a new model. Under a model that is not in service any more their searches end. The
 * models in service are broadcast.
 *
 * <p>After a start all queries are embedded once more by the models that were announced: one may
 * have been missing where a query was embedded. Who watches for it already ignores that. What
 * speaks of one query stays in order. State: the sketch of each query that is watched for.
 */
public final class AssignQueriesFunction
    extends KeyedBroadcastProcessFunction<String, SketchToEmbed, ServedModels, QueryToEmbed> {

  static final ValueStateDescriptor<SketchToEmbed> SKETCH =
      new ValueStateDescriptor<>("watched-sketch", TypeInformation.of(SketchToEmbed.class));

  private static final long serialVersionUID = 1;

  private final ServedModel start;

  private transient ValueState<SketchToEmbed> sketch;
  private transient boolean toldOfModels;
  private transient boolean embeddedSinceStart;

  /**
   * @param start the model that the job was started with
   */
  public AssignQueriesFunction(ServedModel start) {
    this.start = start;
  }

  @Override
  public void open(OpenContext context) {
    sketch = getRuntimeContext().getState(SKETCH);
  }

  @Override
  public void processElement(
      SketchToEmbed query, ReadOnlyContext context, Collector<QueryToEmbed> out) throws Exception {
    ServedModels served =
        ServedModelsState.read(context.getBroadcastState(ServedModelsState.DESCRIPTOR), start);
    if (!toldOfModels) {
      tell(served, out);
    }
    if (query.removed()) {
      sketch.clear();
    } else {
      sketch.update(query);
    }
    out.collect(new QueryToEmbed(query, served.models(), List.of()));
  }

  @Override
  public void processBroadcastElement(
      ServedModels served, Context context, Collector<QueryToEmbed> out) throws Exception {
    var state = context.getBroadcastState(ServedModelsState.DESCRIPTOR);
    Set<String> before = names(ServedModelsState.read(state, start));
    ServedModelsState.write(state, served);
    tell(served, out);
    List<ServedModel> begun =
        served.models().stream().filter(model -> isToEmbed(model, before)).toList();
    embeddedSinceStart = true;
    List<String> ended =
        before.stream().filter(name -> !names(served).contains(name)).sorted().toList();
    if (!begun.isEmpty() || !ended.isEmpty()) {
      context.applyToKeyedState(
          SKETCH, (queryId, held) -> out.collect(new QueryToEmbed(held.value(), begun, ended)));
    }
  }

  private boolean isToEmbed(ServedModel model, Set<String> before) {
    return !before.contains(model.embeddingName()) || (!embeddedSinceStart && !model.isAtStart());
  }

  private static Set<String> names(ServedModels served) {
    return served.models().stream().map(ServedModel::embeddingName).collect(Collectors.toSet());
  }

  private void tell(ServedModels served, Collector<QueryToEmbed> out) {
    toldOfModels = true;
    out.collect(new QueryToEmbed(null, served.models(), List.of()));
  }
}
