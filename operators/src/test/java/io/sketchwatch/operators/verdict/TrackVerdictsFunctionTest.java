package io.sketchwatch.operators.verdict;

import static io.sketchwatch.operators.verdict.VerdictBuilder.alertOn;
import static io.sketchwatch.operators.verdict.VerdictBuilder.confirm;
import static io.sketchwatch.operators.verdict.VerdictBuilder.reject;
import static io.sketchwatch.operators.verdict.VerdictBuilder.revoke;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.DeadLetters;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackVerdictsFunctionTest {

  private KeyedOneInputStreamOperatorTestHarness<String, ParsedVerdict, Verdict> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new TrackVerdictsFunction()),
            ParsedVerdict::alertId,
            Types.STRING);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void shouldTellWhatChangesAndEveryRevocation() throws Exception {
    send(reject("a"), reject("a"), confirm("b"), confirm("a"), revoke("a"), revoke("a"));

    assertThat(harness.extractOutputValues())
        .containsExactly(reject("a"), confirm("b"), confirm("a"), revoke("a"), revoke("a"));
  }

  @Test
  void shouldPassARevocationOfWhatWasSaidBeforeTheJobBegan() throws Exception {
    send(revoke("a"));

    assertThat(harness.extractOutputValues()).containsExactly(revoke("a"));
  }

  @Test
  void shouldRevokeByATombstoneWhatIsInForce() throws Exception {
    send(reject("a"));
    harness.processElement(new ParsedVerdict(alertOn("a"), null, null), 0);
    harness.processElement(new ParsedVerdict(alertOn("b"), null, null), 0);

    assertThat(harness.extractOutputValues()).containsExactly(reject("a"), revoke("a"));
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void shouldPassOnWhatCannotBeReadAndKeepWhatIsInForce() throws Exception {
    DeadLetter letter =
        new DeadLetter(new RecordOrigin("verdicts", 0, 1), null, null, "verdict-source", "bad");
    send(reject("a"));
    harness.processElement(new ParsedVerdict(alertOn("a"), null, letter), 0);

    assertThat(harness.extractOutputValues()).containsExactly(reject("a"));
    assertThat(harness.getSideOutput(DeadLetters.TAG))
        .extracting(record -> record.getValue().error())
        .containsExactly("bad");
  }

  private void send(Verdict... verdicts) throws Exception {
    for (Verdict verdict : verdicts) {
      harness.processElement(new ParsedVerdict(verdict.alertId(), verdict, null), 0);
    }
  }
}
