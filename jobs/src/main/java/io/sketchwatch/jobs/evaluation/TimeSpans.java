package io.sketchwatch.jobs.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.functions.RichMapFunction;

/**
 * Keeps time spans until the job's end, as part of its result; until then for itself, for Flink
 * reads accumulators with every heartbeat, on another thread.
 */
final class TimeSpans extends RichMapFunction<TimeSpan, TimeSpan> {

  private static final long serialVersionUID = 1;

  private final String name;
  private final List<TimeSpan> spans = new ArrayList<>();

  /**
   * @param name under which the job's result has them
   */
  TimeSpans(String name) {
    this.name = name;
  }

  @Override
  public TimeSpan map(TimeSpan span) {
    spans.add(span);
    return span;
  }

  @Override
  public void close() {
    ListAccumulator<TimeSpan> result = new ListAccumulator<>();
    spans.forEach(result::add);
    getRuntimeContext().addAccumulator(name, result);
  }
}
