package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicFinding;
import io.sketchwatch.jobs.topic.TopicOptions;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the topics with what the jobs need; fails if they differ. */
@Command(
    name = "check",
    description = "Compare the topics with what the jobs need; exit code 1 if they differ.",
    footer = {"  sketchwatch topics check", "  sketchwatch topics check --json"})
final class TopicsCheckVerb extends Verb {

  @Mixin private KafkaOptions kafka;
  @Mixin private TopicSettings settings;

  @Option(names = "--json", description = "Print JSON, a line a difference.")
  private boolean json;

  @Override
  void run() throws Exception {
    TopicOptions options = checked(settings::options);
    kafka.requireAnswer();
    try (TopicAdmin admin = new TopicAdmin(kafka.connection(), options)) {
      List<TopicFinding> findings = admin.inspect(List.of(Topic.values()));
      for (TopicFinding finding : findings) {
        if (json) {
          JsonLines.write(out(), finding);
        } else {
          out().println(finding.message());
        }
      }
      if (!findings.isEmpty()) {
        throw new IOException(
            "Topics differ from what the jobs need in %d settings".formatted(findings.size()));
      }
      if (!json) {
        out().println("All topics are as they should be");
      }
    }
  }
}
