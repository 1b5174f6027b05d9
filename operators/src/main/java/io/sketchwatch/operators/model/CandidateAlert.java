package io.sketchwatch.operators.model;

/**
 * What a candidate would have alerted.
 *
 * @param modelId the candidate
 * @param alertId the alert
 */
public record CandidateAlert(String modelId, String alertId) {}
