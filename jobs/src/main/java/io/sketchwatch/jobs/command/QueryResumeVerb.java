package io.sketchwatch.jobs.command;

import io.sketchwatch.core.query.Query;
import picocli.CommandLine.Command;

/** Let a paused query alert again. */
@Command(
    name = "resume",
    description = "Let a paused query alert again.",
    footer = "  sketchwatch query resume case-17")
final class QueryResumeVerb extends QueryStateVerb {

  QueryResumeVerb() {
    super(Query.State.ACTIVE);
  }
}
