package io.sketchwatch.operators.frame;

import io.sketchwatch.core.frame.Frame;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Runs {@link CheckFramesFunction}, and ends event time where the input ends, as when the job is
 * drained: so what waits for event time, such as the last stretch of a camera's coverage, is told.
 *
 * <p>The source does so itself, but what it says while it counts as idle, which is how cameras that
 * are off leave it, goes no further.
 */
public final class CheckFramesOperator extends ProcessOperator<ParsedFrame, Frame>
    implements BoundedOneInput {

  private static final long serialVersionUID = 1;

  /**
   * @param limit of capture times
   */
  public CheckFramesOperator(CaptureTimeLimit limit) {
    super(new CheckFramesFunction(limit));
  }

  @Override
  public void endInput() throws Exception {
    processWatermarkStatus(WatermarkStatus.ACTIVE);
    processWatermark(Watermark.MAX_WATERMARK);
  }
}
