package io.sketchwatch.jobs.topic;

/**
 * One way in which a topic of the broker is set up against the table.
 *
 * @param topic its name
 * @param setting which setting, {@code partitions}, or {@code topic} if there is none
 * @param expected what the table asks for
 * @param actual what the broker has
 * @param nextStep what mends it
 */
public record TopicFinding(
    String topic, String setting, String expected, String actual, String nextStep) {

  static TopicFinding missing(Topic topic) {
    return new TopicFinding(
        topic.topicName(), "topic", "to exist", "missing", "run 'sketchwatch topics create'");
  }

  static TopicFinding setting(Topic topic, String setting, String expected, String actual) {
    return new TopicFinding(
        topic.topicName(),
        setting,
        expected,
        actual,
        "run 'kafka-configs.sh --alter --topic %s --add-config %s=[%s]'"
            .formatted(topic.topicName(), setting, expected));
  }

  static TopicFinding partitions(Topic topic, int actual) {
    return new TopicFinding(
        topic.topicName(),
        "partitions",
        "1",
        String.valueOf(actual),
        "delete the topic and run 'sketchwatch topics create'");
  }

  /** One line: subject, rule, actual value, next step. */
  public String message() {
    return "Topic '%s' is set up against the table: %s must be %s, but was %s: %s"
        .formatted(topic, setting, expected, actual, nextStep);
  }
}
