package io.sketchwatch.operators.audit;

import io.sketchwatch.core.audit.AuditAnchor;
import io.sketchwatch.core.audit.AuditHead;
import io.sketchwatch.core.audit.AuditRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Makes, by case, each event the next record of a hash chain, and copies the chain's head to {@link
 * #ANCHORS} once an interval, if it has grown.
 *
 * <p>Intervals are of the wall clock: an anchor says what was there at a time that people can
 * check, also where cameras, and with them event time, stand still. A sink that writes exactly once
 * is assumed: a record that is written again after a failure has another time, and so another hash.
 * State: one head a case, for good; a job that begins without it begins new chains.
 */
public final class ChainAuditFunction extends KeyedProcessFunction<String, CaseEvent, AuditRecord> {

  /** Copies of heads. */
  public static final OutputTag<AuditAnchor> ANCHORS =
      new OutputTag<>("audit-anchors", TypeInformation.of(AuditAnchor.class));

  static final ValueStateDescriptor<AuditHead> HEAD =
      new ValueStateDescriptor<>("audit-head", AuditHeadSerializer.INSTANCE);

  private static final long serialVersionUID = 1;

  private final RecordHash hash;
  private final Duration anchorInterval;

  private transient ValueState<AuditHead> head;

  /**
   * @param anchorInterval at least 1 ms; anchors are made at its multiples since 1970
   */
  public ChainAuditFunction(RecordHash hash, Duration anchorInterval) {
    this.hash = hash;
    this.anchorInterval = anchorInterval;
  }

  @Override
  public void open(OpenContext context) {
    head = getRuntimeContext().getState(HEAD);
  }

  @Override
  public void processElement(CaseEvent event, Context context, Collector<AuditRecord> out)
      throws IOException {
    AuditHead held = head.value();
    if (held == null) {
      held = AuditHead.of(UUID.randomUUID().toString());
    }
    long now = context.timerService().currentProcessingTime();
    if (!held.hasUnanchored()) {
      long interval = anchorInterval.toMillis();
      context.timerService().registerProcessingTimeTimer(now - now % interval + interval);
    }
    AuditRecord record = held.next(event.reference(), event.event(), Instant.ofEpochMilli(now));
    head.update(held.after(record, hash.of(record)));
    out.collect(record);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<AuditRecord> out)
      throws IOException {
    AuditHead held = head.value();
    if (held.hasUnanchored()) {
      long now = context.timerService().currentProcessingTime();
      context.output(ANCHORS, held.anchor(context.getCurrentKey(), Instant.ofEpochMilli(now)));
      head.update(held.anchored());
    }
  }
}
