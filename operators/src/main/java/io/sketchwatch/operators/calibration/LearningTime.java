package io.sketchwatch.operators.calibration;

import io.sketchwatch.operators.match.WatchlistKey;
import io.sketchwatch.operators.match.WindowPart;
import java.time.Duration;
import org.apache.flink.util.MathUtils;

/**
 * When what a window has told is learned: once it is closed, of each query and model at a moment of
 * its own, so that ten thousand of them do not hold up the stream all at once.
 */
final class LearningTime {

  private static final Duration SPREAD = WindowPart.LENGTH.dividedBy(4);

  private LearningTime() {}

  /** The watermark at which a window is learned, in milliseconds; later for later windows. */
  static long of(WatchlistKey key, long window) {
    int hash = 31 * key.queryId().hashCode() + key.modelId().hashCode();
    return WindowPart.closesAt(window) + MathUtils.murmurHash(hash) % SPREAD.toMillis();
  }
}
