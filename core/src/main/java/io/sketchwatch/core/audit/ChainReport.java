package io.sketchwatch.core.audit;

import java.time.Instant;
import java.util.List;

/**
 * What is known of a chain after it was verified.
 *
 * @param reference the case
 * @param chain which of its chains
 * @param records how many there are
 * @param firstSeq place of the first; null if there is none
 * @param lastSeq place of the last; null if there is none
 * @param anchoredSeq place of the last that an anchor names; null without anchors
 * @param unanchored how many come after it: for these, nothing is proven
 * @param unanchoredSince when the first of them was recorded; null if there is none
 * @param findings what is wrong
 */
public record ChainReport(
    String reference,
    String chain,
    long records,
    Long firstSeq,
    Long lastSeq,
    Long anchoredSeq,
    long unanchored,
    Instant unanchoredSince,
    List<AuditFinding> findings) {}
