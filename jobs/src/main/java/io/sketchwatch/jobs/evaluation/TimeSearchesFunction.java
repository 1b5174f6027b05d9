package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.operators.query.SearchProgress;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** How long each search took since it was asked for, which its version tells; on one subtask. */
final class TimeSearchesFunction implements FlatMapFunction<SearchProgress, TimeSpan> {

  private static final long serialVersionUID = 1;

  private final Map<String, Integer> searched = new HashMap<>();

  @Override
  public void flatMap(SearchProgress progress, Collector<TimeSpan> out) {
    int parts = searched.merge(progress.queryId(), progress.searched(), Integer::sum);
    if (parts == progress.parts()) {
      out.collect(new TimeSpan(progress.version(), System.currentTimeMillis()));
    }
  }
}
