package io.sketchwatch.operators.crop;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides which frames are left out, so that those that are searched are fresh.
 *
 * <p>Of every camera the same share is kept, evenly spaced. Once a second of wall clock the share
 * is lowered by a third if frames are older than they may be and get younger by less than {@value
 * #CATCH_UP_MILLIS} ms, and raised by a tenth if they are younger than half of that. How old frames
 * are is the median of the cameras', so that no wrong clock decides for the others. At least
 * {@value #LEAST_SHARE} of the frames is kept: a camera is never blind for long, and a backlog
 * still melts.
 *
 * <p>Remembers {@value #MAX_CAMERAS} cameras, those heard of last. Not thread-safe.
 */
final class FrameShedder {

  static final double LEAST_SHARE = 1 / 64.0;

  private static final int MAX_CAMERAS = 10_000;
  private static final long PERIOD_MILLIS = 1000;

  /** At this pace a backlog melts in ten times its length. */
  private static final long CATCH_UP_MILLIS = PERIOD_MILLIS / 10;

  private static final double LOWERED = 2 / 3.0;
  private static final double RAISED = 1.1;

  private final long freshMillis;
  private final Map<String, Camera> cameras = new LinkedHashMap<>(16, 0.75f, true);

  private double share = 1;
  private long periodBegin = Long.MIN_VALUE;
  private long lastAge = Long.MAX_VALUE;

  FrameShedder(Duration freshness) {
    this.freshMillis = freshness.toMillis();
  }

  /**
   * Whether a frame is left out; call it once a frame, a camera's in order.
   *
   * @param captureMillis its capture time, milliseconds since 1970
   * @param now the wall clock, milliseconds since 1970
   */
  boolean sheds(String cameraId, long captureMillis, long now) {
    Camera camera = cameras.computeIfAbsent(cameraId, id -> new Camera());
    camera.age = now - captureMillis;
    camera.heardAt = now;
    if (cameras.size() > MAX_CAMERAS) {
      cameras.remove(cameras.keySet().iterator().next());
    }
    adjust(now);
    camera.credit += share;
    if (camera.credit < 1) {
      return true;
    }
    camera.credit -= 1;
    return false;
  }

  /** The part of frames that is kept now. */
  double share() {
    return share;
  }

  private void adjust(long now) {
    if (periodBegin == Long.MIN_VALUE) {
      periodBegin = now;
    }
    if (now - periodBegin < PERIOD_MILLIS) {
      return;
    }
    long age = medianAge(periodBegin);
    if (age > freshMillis && age > lastAge - CATCH_UP_MILLIS) {
      share = Math.max(LEAST_SHARE, share * LOWERED);
    } else if (age < freshMillis / 2) {
      share = Math.min(1, share * RAISED);
    }
    lastAge = age;
    periodBegin = now;
  }

  /** Of the cameras that were heard in a period. */
  private long medianAge(long since) {
    long[] ages =
        cameras.values().stream()
            .filter(camera -> camera.heardAt >= since)
            .mapToLong(camera -> camera.age)
            .sorted()
            .toArray();
    return ages[(ages.length - 1) / 2];
  }

  private static final class Camera {
    private double credit = 1 - LEAST_SHARE;
    private long age;
    private long heardAt;
  }
}
