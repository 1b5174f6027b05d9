package io.sketchwatch.jobs.command;

import io.sketchwatch.core.query.Query;
import picocli.CommandLine.Command;

/** Stop alerts of a query and keep it. */
@Command(
    name = "pause",
    description = "Stop alerts of a query and keep it.",
    footer = "  sketchwatch query pause case-17")
final class QueryPauseVerb extends QueryStateVerb {

  QueryPauseVerb() {
    super(Query.State.PAUSED);
  }
}
