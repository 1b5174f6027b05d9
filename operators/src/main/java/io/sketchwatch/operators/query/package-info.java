/**
 * Searches, from the record that asks for one to the embedding that is watched for: {@link
 * io.sketchwatch.operators.query.TrackQueriesFunction} decides which version is wanted, {@link
 * io.sketchwatch.operators.query.EmbedQueriesFunction} embeds its sketch for the watchlist, {@link
 * io.sketchwatch.operators.query.ReportQueryStatusFunction} tells how far it has come.
 */
package io.sketchwatch.operators.query;
