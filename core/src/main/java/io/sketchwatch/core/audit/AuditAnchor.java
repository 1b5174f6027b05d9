package io.sketchwatch.core.audit;

import java.time.Instant;

/**
 * A copy of what a chain's head was, kept where the chain is not: up to it, nothing can be removed
 * or changed unseen.
 *
 * @param reference the case
 * @param chain which of its chains
 * @param seq place of the record that was the head
 * @param hash of that record
 * @param recordedAt when that record was recorded
 * @param at when this copy was made, wall clock
 */
public record AuditAnchor(
    String reference, String chain, long seq, String hash, Instant recordedAt, Instant at) {}
