package io.sketchwatch.jobs.evaluation;

import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Keeps time spans until the job's end, as part of its result. */
final class TimeSpans extends RichMapFunction<TimeSpan, TimeSpan> {

  private static final long serialVersionUID = 1;

  private final String name;
  private final ListAccumulator<TimeSpan> spans = new ListAccumulator<>();

  /**
   * @param name under which the job's result has them
   */
  TimeSpans(String name) {
    this.name = name;
  }

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(name, spans);
  }

  @Override
  public TimeSpan map(TimeSpan span) {
    spans.add(span);
    return span;
  }
}
