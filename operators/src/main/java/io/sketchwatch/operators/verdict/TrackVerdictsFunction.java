package io.sketchwatch.operators.verdict;

import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.operators.DeadLetters;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decides, by alert id, which verdict is in force, and tells when that changes: this is what an
 * audit has to record.
 *
 * <p>The last one counts; one that says what is in force already is ignored. A tombstone revokes
 * what is in force; REVOKE always does, for a job that began anew does not know what was. What
 * can't be read goes to {@link DeadLetters#TAG}. {@code verdict.decision.taken} counts what goes
 * on. State: one verdict an alert, until it is revoked.
 */
public final class TrackVerdictsFunction
    extends KeyedProcessFunction<String, ParsedVerdict, Verdict> {

  static final ValueStateDescriptor<Verdict> IN_FORCE =
      new ValueStateDescriptor<>("verdict-in-force", TypeInformation.of(Verdict.class));

  private static final long serialVersionUID = 1;

  private transient ValueState<Verdict> inForce;
  private transient Map<Decision, Counter> taken;

  @Override
  public void open(OpenContext context) {
    inForce = getRuntimeContext().getState(IN_FORCE);
    MetricGroup verdicts = getRuntimeContext().getMetricGroup().addGroup("verdict");
    taken = new EnumMap<>(Decision.class);
    for (Decision decision : Decision.values()) {
      taken.put(decision, verdicts.addGroup("decision", decision.name()).counter("taken"));
    }
  }

  @Override
  public void processElement(ParsedVerdict parsed, Context context, Collector<Verdict> out)
      throws IOException {
    Verdict held = inForce.value();
    if (parsed.deadLetter() != null) {
      context.output(DeadLetters.TAG, parsed.deadLetter());
    } else if (parsed.verdict() == null) {
      if (held != null) {
        inForce.clear();
        take(held.revoked(), out);
      }
    } else if (parsed.verdict().decision() == Decision.REVOKE) {
      inForce.clear();
      take(parsed.verdict(), out);
    } else if (held == null || held.decision() != parsed.verdict().decision()) {
      inForce.update(parsed.verdict());
      take(parsed.verdict(), out);
    }
  }

  private void take(Verdict verdict, Collector<Verdict> out) {
    taken.get(verdict.decision()).inc();
    out.collect(verdict);
  }
}
