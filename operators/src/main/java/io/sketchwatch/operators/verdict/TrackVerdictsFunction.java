package io.sketchwatch.operators.verdict;

import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.operators.DeadLetters;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decides, by alert id, which verdict is in force, and tells when that changes: this is what an
 * audit has to record.
 *
 * <p>The last one counts; one that says what is in force already is ignored. A tombstone revokes
 * what is in force; REVOKE always does, for a job that began anew does not know what was. What
 * can't be read goes to {@link DeadLetters#TAG}. State: one verdict an alert, until it is revoked.
 */
public final class TrackVerdictsFunction
    extends KeyedProcessFunction<String, ParsedVerdict, Verdict> {

  static final ValueStateDescriptor<Verdict> IN_FORCE =
      new ValueStateDescriptor<>("verdict-in-force", TypeInformation.of(Verdict.class));

  private static final long serialVersionUID = 1;

  private transient ValueState<Verdict> inForce;

  @Override
  public void open(OpenContext context) {
    inForce = getRuntimeContext().getState(IN_FORCE);
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
        out.collect(held.revoked());
      }
    } else if (parsed.verdict().decision() == Decision.REVOKE) {
      inForce.clear();
      out.collect(parsed.verdict());
    } else if (held == null || held.decision() != parsed.verdict().decision()) {
      inForce.update(parsed.verdict());
      out.collect(parsed.verdict());
    }
  }
}
