package io.sketchwatch.core.audit;

import java.time.Instant;

/**
 * One link of a case's hash chain.
 *
 * @param reference the case: the reference of the authority
 * @param chain which of the case's chains; a job that begins without state begins another
 * @param seq its place in the chain, from 0, without gaps
 * @param previousHash hash of the record before it; {@link AuditHead#NO_HASH} at the beginning
 * @param previousAt when that was recorded; null at the beginning
 * @param at when it was recorded, wall clock, never before {@code previousAt}
 * @param event what happened
 */
public record AuditRecord(
    String reference,
    String chain,
    long seq,
    String previousHash,
    Instant previousAt,
    Instant at,
    AuditEvent event) {}
