package io.sketchwatch.operators.query;

import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;

/**
 * What was decided on a query, and what it asks for.
 *
 * @param status what was decided
 * @param query the version that this is about, without its sketch; null if it is not known
 * @param sketchSha256 of the sketch; null if it is not known
 */
public record QueryDecision(QueryStatus status, Query query, String sketchSha256) {

  static QueryDecision of(QueryStatus status, Query query) {
    boolean drawn = query != null && query.sketch().data() != null;
    return new QueryDecision(
        status,
        query == null ? null : query.with(null),
        drawn ? Sha256.hex(query.sketch().data()) : null);
  }
}
