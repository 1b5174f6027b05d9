package io.sketchwatch.operators.alert;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Alert.Phase;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * Lets alerts pass and measures them: {@code alert.phase.sent} and {@code alert.phase.revised}, and
 * {@code alert.captureToAlertMs}, the wall clock at an alert of what has just been seen minus the
 * capture time of its best shot. An alert of the past says nothing of how fast the job is.
 */
public final class MeasureAlertsFunction extends RichMapFunction<Alert, Alert> {

  private static final long serialVersionUID = 1;
  private static final int WINDOW = 1000;

  private final Clock clock;

  private transient Map<Phase, Counter> sent;
  private transient Map<Phase, Counter> revised;
  private transient Histogram captureToAlertMs;

  /**
   * @param clock the wall clock, which must be serialisable
   */
  public MeasureAlertsFunction(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup alerts = getRuntimeContext().getMetricGroup().addGroup("alert");
    captureToAlertMs =
        alerts.histogram("captureToAlertMs", new DescriptiveStatisticsHistogram(WINDOW));
    sent = new EnumMap<>(Phase.class);
    revised = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      MetricGroup ofPhase = alerts.addGroup("phase", phase.name());
      sent.put(phase, ofPhase.counter("sent"));
      revised.put(phase, ofPhase.counter("revised"));
    }
  }

  @Override
  public Alert map(Alert alert) {
    (alert.revision() == 0 ? sent : revised).get(alert.phase()).inc();
    if (alert.phase() == Phase.LIVE) {
      captureToAlertMs.update(clock.millis() - alert.lastSeen().toEpochMilli());
    }
    return alert;
  }
}
