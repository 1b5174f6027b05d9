package io.sketchwatch.operators.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.DeadLetters;
import java.time.Instant;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class CheckFramesFunctionTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  @Test
  void shouldPassFramesThatAreAtMostAMinuteAheadOfTheWallClock() throws Exception {
    Frame frame = frameAt(NOW.plusSeconds(60));
    try (var harness = harness(CaptureTimeLimit.LIVE)) {
      harness.processElement(new ParsedFrame(frame, null), 0);

      assertThat(harness.extractOutputValues()).containsExactly(frame);
      assertThat(harness.getSideOutput(DeadLetters.TAG)).isNull();
    }
  }

  @Test
  void shouldRefuseFramesFromTheFutureAndKeepTheirBytes() throws Exception {
    Frame frame = frameAt(NOW.plusSeconds(61));
    try (var harness = harness(CaptureTimeLimit.LIVE)) {
      harness.processElement(new ParsedFrame(frame, null), 0);

      assertThat(harness.extractOutputValues()).isEmpty();
      DeadLetter letter = deadLetters(harness).get(0);
      assertThat(letter.stage()).isEqualTo("check-frames");
      assertThat(letter.key()).isEqualTo("gate".getBytes(UTF_8));
      assertThat(letter.value()).isEqualTo(frame.content());
      assertThat(letter.error())
          .contains("'gate'", "at most 60000 ms ahead", "2026-05-01T12:01:01Z");
    }
  }

  @Test
  void shouldPassFramesOfAnyYearFromFilesButNoneThatFlinkCannotCount() throws Exception {
    Frame future = frameAt(Instant.parse("2999-01-01T00:00:00Z"));
    try (var harness = harness(CaptureTimeLimit.FILES)) {
      harness.processElement(new ParsedFrame(future, null), 0);
      harness.processElement(new ParsedFrame(frameAt(Instant.MAX), null), 0);
      harness.processElement(new ParsedFrame(frameAt(Instant.MIN), null), 0);

      assertThat(harness.extractOutputValues()).containsExactly(future);
      assertThat(deadLetters(harness))
          .hasSize(2)
          .allSatisfy(letter -> assertThat(letter.error()).contains("1970 and 9999"));
    }
  }

  @Test
  void shouldForwardWhatTheSourceRefused() throws Exception {
    DeadLetter refused =
        new DeadLetter(new RecordOrigin("frames", 0, 5), null, new byte[3], "frame-source", "bad");
    try (var harness = harness(CaptureTimeLimit.LIVE)) {
      harness.processElement(new ParsedFrame(null, refused), 0);

      assertThat(deadLetters(harness)).containsExactly(refused);
    }
  }

  private static OneInputStreamOperatorTestHarness<ParsedFrame, Frame> harness(
      CaptureTimeLimit limit) throws Exception {
    var harness = ProcessFunctionTestHarnesses.forProcessFunction(new CheckFramesFunction(limit));
    harness.setProcessingTime(NOW.toEpochMilli());
    return harness;
  }

  private static List<DeadLetter> deadLetters(
      OneInputStreamOperatorTestHarness<ParsedFrame, Frame> harness) {
    return harness.getSideOutput(DeadLetters.TAG).stream().map(r -> r.getValue()).toList();
  }

  private static Frame frameAt(Instant captureTime) {
    return new Frame(
        "gate",
        "f1",
        captureTime,
        "image/jpeg",
        new byte[] {1, 2},
        new RecordOrigin("frames", 2, 7));
  }
}
