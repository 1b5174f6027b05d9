/**
 * Where past and future meet the watchlist: {@link
 * io.sketchwatch.operators.match.MatchQueriesOperator} holds the gallery and compares every
 * sighting with every search once.
 */
package io.sketchwatch.operators.match;
