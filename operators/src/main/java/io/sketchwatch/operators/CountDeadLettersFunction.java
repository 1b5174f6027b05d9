package io.sketchwatch.operators;

import io.sketchwatch.core.frame.DeadLetter;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Lets dead letters pass and counts them in {@code deadLetter.stage.written}, by the stage that
 * refused them, which tells the kind of reason; the reason itself is in the letter.
 */
public final class CountDeadLettersFunction extends RichMapFunction<DeadLetter, DeadLetter> {

  private static final long serialVersionUID = 1;

  private transient MetricGroup letters;
  private transient Map<String, Counter> written;

  @Override
  public void open(OpenContext context) {
    letters = getRuntimeContext().getMetricGroup().addGroup("deadLetter");
    written = new HashMap<>();
  }

  @Override
  public DeadLetter map(DeadLetter letter) {
    written
        .computeIfAbsent(
            letter.stage(), stage -> letters.addGroup("stage", stage).counter("written"))
        .inc();
    return letter;
  }
}
