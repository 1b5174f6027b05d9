package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates the topics that are missing; refuses to if one that is there is set up otherwise. */
@Command(
    name = "create",
    description = "Create the topics that are missing; those that are there must be right.",
    footer = {
      "  sketchwatch topics create",
      "  sketchwatch topics create --kafka broker:9092 -D topics.partitions=16"
    })
final class TopicsCreateVerb extends Verb {

  @Mixin private KafkaOptions kafka;
  @Mixin private TopicSettings settings;

  @Option(names = "--json", description = "Print JSON, a line a created topic.")
  private boolean json;

  @Override
  void run() throws Exception {
    TopicOptions options = checked(settings::options);
    kafka.requireAnswer();
    try (TopicAdmin admin = new TopicAdmin(kafka.connection(), options)) {
      List<Topic> created = admin.create(List.of(Topic.values()));
      for (Topic topic : created) {
        if (json) {
          JsonLines.write(out(), Map.of("topic", topic.topicName(), "created", true));
        } else {
          out().printf("Topic '%s' is created%n", topic.topicName());
        }
      }
      if (created.isEmpty() && !json) {
        out().println("All topics were there already");
      }
    }
  }
}
