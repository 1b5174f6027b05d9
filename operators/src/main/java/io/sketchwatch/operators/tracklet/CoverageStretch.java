package io.sketchwatch.operators.tracklet;

import io.sketchwatch.core.frame.Coverage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The count of a camera's frames in a stretch that is still open.
 *
 * @param from first capture time
 * @param to last capture time
 * @param timer event time, in milliseconds, at which the stretch ends if no frame ends it before
 * @param processed frames that were searched for people
 * @param unusable frames that became dead letters when they were to be searched
 * @param late frames at or before one already tracked
 * @param shed frames left out to keep up
 */
public record CoverageStretch(
    Instant from, Instant to, long timer, long processed, long unusable, long late, long shed) {

  static CoverageStretch openedAt(Instant time, long timer) {
    return new CoverageStretch(time, time, timer, 0, 0, 0, 0);
  }

  CoverageStretch withProcessed(Instant time) {
    return new CoverageStretch(
        min(from, time), max(to, time), timer, processed + 1, unusable, late, shed);
  }

  CoverageStretch withUnusable(Instant time) {
    return new CoverageStretch(
        min(from, time), max(to, time), timer, processed, unusable + 1, late, shed);
  }

  CoverageStretch withShed(Instant time) {
    return new CoverageStretch(
        min(from, time), max(to, time), timer, processed, unusable, late, shed + 1);
  }

  /** A late frame says nothing of how far the stretch reaches. */
  CoverageStretch withLate() {
    return new CoverageStretch(from, to, timer, processed, unusable, late + 1, shed);
  }

  /** Frames that could not be used count as shed too, and the reason says so. */
  Coverage close(String cameraId) {
    List<String> reasons = new ArrayList<>();
    if (shed > 0) {
      reasons.add("%d were left out to keep up".formatted(shed));
    }
    if (unusable > 0) {
      reasons.add("%d could not be decoded or searched (see dead-letters)".formatted(unusable));
    }
    if (late > 0) {
      reasons.add("%d came after a later frame".formatted(late));
    }
    return new Coverage(
        cameraId,
        from,
        to,
        processed + unusable + late + shed,
        processed,
        unusable + shed,
        late,
        reasons.isEmpty() ? null : String.join("; ", reasons));
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant max(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
