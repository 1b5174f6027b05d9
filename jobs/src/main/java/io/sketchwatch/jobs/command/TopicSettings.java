package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.topic.TopicOptions;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** How topics are to be set up, as options of the command. */
final class TopicSettings {

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = {
        "A setting, such as topics.partitions=16, topics.replication-factor=3,",
        "topics.retention.frames='12 h' or topics.retention.gallery='48 h'; may be repeated."
      })
  private Map<String, String> settings = Map.of();

  /**
   * The settings with the defaults of the rest.
   *
   * @throws IllegalArgumentException if one is unknown or out of its range
   */
  TopicOptions options() {
    for (String key : settings.keySet()) {
      if (TopicOptions.all().stream().noneMatch(option -> option.key().equals(key))) {
        throw new IllegalArgumentException("Setting '%s' is not known".formatted(key));
      }
    }
    return TopicOptions.from(Configuration.fromMap(settings));
  }
}
