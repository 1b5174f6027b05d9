package io.sketchwatch.operators.verdict;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;

import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.alert.Verdict.Decision;

/** Verdicts on tracklets that query {@code q} has found. */
final class VerdictBuilder {

  private VerdictBuilder() {}

  static Verdict confirm(String tracklet) {
    return verdict(tracklet, Decision.CONFIRM);
  }

  static Verdict reject(String tracklet) {
    return verdict(tracklet, Decision.REJECT);
  }

  static Verdict revoke(String tracklet) {
    return verdict(tracklet, Decision.REVOKE);
  }

  static String alertOn(String tracklet) {
    return AlertIds.alertId("q", tracklet);
  }

  private static Verdict verdict(String tracklet, Decision decision) {
    return new Verdict(alertOn(tracklet), "q", tracklet, decision, "desk 4", NOON);
  }
}
