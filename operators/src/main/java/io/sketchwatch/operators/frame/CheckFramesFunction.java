package io.sketchwatch.operators.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.Stages;
import java.time.Instant;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets frames through, in order, and sends what can't be used to {@link DeadLetters#TAG}: records
 * that the source could not parse, and frames whose capture time is not believed.
 */
public final class CheckFramesFunction extends ProcessFunction<ParsedFrame, Frame> {

  private static final long serialVersionUID = 1;

  private final CaptureTimeLimit limit;

  public CheckFramesFunction(CaptureTimeLimit limit) {
    this.limit = limit;
  }

  @Override
  public void processElement(ParsedFrame parsed, Context context, Collector<Frame> out) {
    if (parsed.deadLetter() != null) {
      context.output(DeadLetters.TAG, parsed.deadLetter());
      return;
    }
    Frame frame = parsed.frame();
    long now = context.timerService().currentProcessingTime();
    if (limit.allows(frame.captureTime(), now)) {
      out.collect(frame);
    } else {
      context.output(DeadLetters.TAG, refuse(frame, now));
    }
  }

  private DeadLetter refuse(Frame frame, long now) {
    String rule =
        limit.isBound()
            ? "at most %d ms ahead of the wall clock (%s)"
                .formatted(limit.maxAheadMillis(), Instant.ofEpochMilli(now))
            : "between the years 1970 and 9999";
    return new DeadLetter(
        frame.origin(),
        frame.cameraId().getBytes(UTF_8),
        frame.content(),
        Stages.CHECK_FRAMES,
        "Frame '%s' of camera '%s' must be captured %s, but ce_time was %s: check the camera's clock"
            .formatted(frame.frameId(), frame.cameraId(), rule, frame.captureTime()));
  }
}
