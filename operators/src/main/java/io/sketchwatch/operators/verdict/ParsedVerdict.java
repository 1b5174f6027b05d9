package io.sketchwatch.operators.verdict;

import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.frame.DeadLetter;

/**
 * What a source made of one record of the verdict topic: a verdict, a refused record (dead letter
 * set), or, with both null, a tombstone that revokes the verdict.
 *
 * @param alertId the record's key; empty if it had none
 * @param verdict what is said, or null
 * @param deadLetter why there is none, or null
 */
public record ParsedVerdict(String alertId, Verdict verdict, DeadLetter deadLetter) {}
