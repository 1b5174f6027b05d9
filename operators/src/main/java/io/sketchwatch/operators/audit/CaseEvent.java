package io.sketchwatch.operators.audit;

import io.sketchwatch.core.audit.AuditEvent;

/**
 * What happened in a case.
 *
 * @param reference the case
 * @param event what happened
 */
public record CaseEvent(String reference, AuditEvent event) {}
