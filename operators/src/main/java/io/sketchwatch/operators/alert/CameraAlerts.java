package io.sketchwatch.operators.alert;

import io.sketchwatch.operators.gallery.GalleryRetention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far a query's matches of one camera have come, and when alerts under a cooldown were sent.
 *
 * @param progress the latest first detection among its matches
 * @param sent capture times of the first alerts of tracklets, in no order
 * @param oldest no alerted tracklet of the camera was first seen before; null if that is not known
 */
public record CameraAlerts(Instant progress, List<Instant> sent, Instant oldest) {

  static CameraAlerts none(Instant firstSeen) {
    return new CameraAlerts(firstSeen, List.of(), firstSeen);
  }

  CameraAlerts advanceTo(Instant firstSeen) {
    return firstSeen.isAfter(progress) ? new CameraAlerts(firstSeen, sent, oldest) : this;
  }

  /** With an alerted tracklet. */
  CameraAlerts with(Instant firstSeen) {
    return oldest != null && firstSeen.isBefore(oldest)
        ? new CameraAlerts(progress, sent, firstSeen)
        : this;
  }

  /** Whether the gallery may have outlived an alerted tracklet. */
  boolean mayHoldExpired(GalleryRetention retention) {
    return oldest == null || retention.expired(retention.bucketStart(oldest), progress);
  }

  CameraAlerts since(Instant first) {
    return new CameraAlerts(progress, sent, first);
  }

  /** Whether no alert was sent within the cooldown of this moment, before or after. */
  boolean quietAt(Instant moment, Duration cooldown) {
    return sent.stream()
        .allMatch(alert -> Duration.between(alert, moment).abs().compareTo(cooldown) >= 0);
  }

  CameraAlerts sentAt(Instant moment) {
    return new CameraAlerts(
        progress, Stream.concat(sent.stream(), Stream.of(moment)).toList(), oldest);
  }

  /** Without the alerts that the gallery has outlived. */
  CameraAlerts within(GalleryRetention retention) {
    return new CameraAlerts(
        progress,
        sent.stream()
            .filter(moment -> !retention.expired(retention.bucketStart(moment), progress))
            .toList(),
        oldest);
  }
}
