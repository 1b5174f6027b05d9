package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.embedding.ErasureStatus;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Tells, by order, what was erased, once all of the gallery has answered, and again for each
 * sighting that comes after it. Parts come in any order. State: four numbers an order, for twice
 * the gallery's retention.
 */
public final class ReportErasuresFunction
    extends KeyedProcessFunction<String, ErasedPart, ErasureStatus> {

  private static final long serialVersionUID = 1;

  private final GalleryRetention retention;

  private transient ValueState<ErasureProgress> progress;

  /**
   * @param retention the gallery's
   */
  public ReportErasuresFunction(GalleryRetention retention) {
    this.retention = retention;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<ErasureProgress> descriptor =
        new ValueStateDescriptor<>("erasure-progress", TypeInformation.of(ErasureProgress.class));
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(retention.longest().multipliedBy(2)).build());
    progress = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(ErasedPart part, Context context, Collector<ErasureStatus> out)
      throws Exception {
    ErasureProgress before = progress.value() == null ? ErasureProgress.NONE : progress.value();
    ErasureProgress after = before.plus(part);
    progress.update(after);
    if (after.isDone(getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks())) {
      Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
      out.collect(
          new ErasureStatus(
              part.erasureId(),
              after.sightings(),
              now.plus(retention.longest().multipliedBy(2)),
              now));
    }
  }
}
