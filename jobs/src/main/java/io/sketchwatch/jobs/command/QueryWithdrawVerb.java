package io.sketchwatch.jobs.command;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a query and has it forgotten. */
@Command(
    name = "withdraw",
    description = "End a query and have it forgotten, its sketch too.",
    footer = "  sketchwatch query withdraw case-17")
final class QueryWithdrawVerb extends Verb {

  @Mixin private KafkaOptions kafka;

  @Parameters(paramLabel = "ID", description = "The query.")
  private String queryId;

  @Option(names = "--json", description = "Print what was withdrawn as JSON.")
  private boolean json;

  @Override
  void run() throws Exception {
    QueryTopic topic = new QueryTopic(kafka);
    topic.withdraw(topic.require(queryId).queryId());
    if (json) {
      JsonLines.write(out(), Map.of("queryId", queryId, "withdrawn", true));
    } else {
      out().printf("Query '%s' is withdrawn%n", queryId);
    }
  }
}
