package io.sketchwatch.core.model;

import java.time.Instant;
import java.util.List;

/**
 * What a candidate would have alerted in a stretch of time, beside what was alerted. One alert is
 * one query and tracklet, by its alert id.
 *
 * @param from start of the stretch, by the first detection of tracklets, inclusive
 * @param to its end, exclusive
 * @param both alerts of either
 * @param onlyCandidate alerts of the candidate alone
 * @param onlyActive alerts that the candidate would have missed
 * @param candidateExamples some ids of those of the candidate alone
 * @param activeExamples some ids of those that the candidate would have missed
 */
public record AlertDifference(
    Instant from,
    Instant to,
    long both,
    long onlyCandidate,
    long onlyActive,
    List<String> candidateExamples,
    List<String> activeExamples) {}
