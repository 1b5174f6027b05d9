package io.sketchwatch.operators.query;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.query.Query;

/**
 * What a source made of one record of the query topic: a query, a refused record (dead letter set),
 * or, with both null, a tombstone that withdraws the query.
 *
 * @param queryId the record's key; empty if it had none
 * @param query the wanted state, or null
 * @param deadLetter why there is none, or null
 * @param origin the record
 * @param value the record's value as it came, so that a later stage can refuse it too; null for a
 *     tombstone
 */
public record ParsedQuery(
    String queryId, Query query, DeadLetter deadLetter, RecordOrigin origin, byte[] value) {}
