package io.sketchwatch.operators.verdict;

import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.alert.Verdict.Decision;

/**
 * A tracklet that a verdict is in force on.
 *
 * @param verdict CONFIRM or REJECT
 * @param photo what was judged; null as long as the query has not found it, as after a job began
 *     anew
 */
public record JudgedTracklet(Verdict verdict, MatchedPhoto photo) {

  boolean isConfirmed() {
    return verdict.decision() == Decision.CONFIRM;
  }
}
