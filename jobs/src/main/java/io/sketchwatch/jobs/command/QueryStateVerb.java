package io.sketchwatch.jobs.command;

import io.sketchwatch.core.query.Query;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends a query again, as its next version, in another state. */
abstract class QueryStateVerb extends Verb {

  private final Query.State state;

  @Mixin private KafkaOptions kafka;

  @Parameters(paramLabel = "ID", description = "The query.")
  private String queryId;

  @Option(names = "--json", description = "Print what was sent, without the sketch, as JSON.")
  private boolean json;

  QueryStateVerb(Query.State state) {
    this.state = state;
  }

  @Override
  void run() throws Exception {
    QueryTopic topic = new QueryTopic(kafka);
    Query sent = QueryTopic.next(topic.require(queryId), state);
    topic.put(sent);
    QueryReport.of(sent, null).print(json, out());
  }
}
