package io.sketchwatch.jobs.command;

import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;
import java.util.Collection;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the queries and where they stand. */
@Command(
    name = "list",
    description = "List the queries and where they stand.",
    footer = {"  sketchwatch query list", "  sketchwatch query list --json"})
final class QueryListVerb extends Verb {

  @Mixin private KafkaOptions kafka;

  @Option(names = "--json", description = "Print JSON, a line a query, without the sketches.")
  private boolean json;

  @Override
  void run() throws Exception {
    QueryTopic topic = new QueryTopic(kafka);
    Collection<Query> queries = topic.read().values();
    Map<String, QueryStatus> statuses = topic.readStatus();
    if (queries.isEmpty() && !json) {
      out().println("There are no queries");
    }
    for (Query query : queries) {
      QueryReport.of(query, statuses.get(query.queryId())).print(json, out());
    }
  }
}
