package io.sketchwatch.jobs.command;

import io.sketchwatch.core.query.Query;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Let a paused query alert again. */
@Command(
    name = "resume",
    description = "Let a paused query alert again.",
    footer = "  sketchwatch query resume case-17")
final class QueryResumeVerb extends Verb {

  @Mixin private KafkaOptions kafka;

  @Parameters(paramLabel = "ID", description = "The query.")
  private String queryId;

  @Option(names = "--json", description = "Print what was sent, without the sketch, as JSON.")
  private boolean json;

  @Override
  void run() throws Exception {
    QueryTopic topic = new QueryTopic(kafka);
    Query sent = QueryTopic.next(topic.require(queryId), Query.State.ACTIVE);
    topic.put(sent);
    QueryReport.of(sent, null).print(json, out());
  }
}
