package io.sketchwatch.jobs.topic;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;

/**
 * How topics are set up.
 *
 * @param partitions of the topics that are spread by camera; the others have one
 * @param replicationFactor of every topic; -1 for the broker's default
 * @param frames how long frames are kept
 * @param gallery how long sightings and crops are kept: at least as long as the gallery holds them
 * @param records how long alerts, statuses, coverage and dead letters are kept
 * @param audit how long the audit is kept
 */
public record TopicOptions(
    int partitions,
    int replicationFactor,
    Duration frames,
    Duration gallery,
    Duration records,
    Duration audit) {

  public static final ConfigOption<Integer> PARTITIONS =
      key("topics.partitions")
          .intType()
          .defaultValue(8)
          .withDescription(
              "Partitions of the topics that are spread by camera; the others have one.");

  public static final ConfigOption<Integer> REPLICATION_FACTOR =
      key("topics.replication-factor")
          .intType()
          .defaultValue(-1)
          .withDescription("Copies of every topic; -1 for the broker's default.");

  public static final ConfigOption<Duration> FRAME_RETENTION =
      key("topics.retention.frames")
          .durationType()
          .defaultValue(Duration.ofHours(6))
          .withDescription("How long frames are kept.");

  public static final ConfigOption<Duration> GALLERY_RETENTION =
      key("topics.retention.gallery")
          .durationType()
          .defaultValue(Duration.ofHours(24))
          .withDescription(
              "How long sightings and crops are kept: at least as long as the gallery holds them.");

  public static final ConfigOption<Duration> RECORD_RETENTION =
      key("topics.retention.records")
          .durationType()
          .defaultValue(Duration.ofDays(7))
          .withDescription("How long alerts, statuses, coverage and dead letters are kept.");

  public static final ConfigOption<Duration> AUDIT_RETENTION =
      key("topics.retention.audit")
          .durationType()
          .defaultValue(Duration.ofDays(3650))
          .withDescription("How long the audit is kept.");

  public TopicOptions {
    check(PARTITIONS, partitions, partitions >= 1, "at least 1");
    check(
        REPLICATION_FACTOR,
        replicationFactor,
        replicationFactor == -1 || (replicationFactor >= 1 && replicationFactor <= 100),
        "-1 or from 1 to 100");
    checkRetention(FRAME_RETENTION, frames);
    checkRetention(GALLERY_RETENTION, gallery);
    checkRetention(RECORD_RETENTION, records);
    checkRetention(AUDIT_RETENTION, audit);
  }

  /** The defaults of every option. */
  public static TopicOptions defaults() {
    return from(new Configuration());
  }

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException naming the option, the rule and the value
   */
  public static TopicOptions from(ReadableConfig options) {
    return new TopicOptions(
        options.get(PARTITIONS),
        options.get(REPLICATION_FACTOR),
        options.get(FRAME_RETENTION),
        options.get(GALLERY_RETENTION),
        options.get(RECORD_RETENTION),
        options.get(AUDIT_RETENTION));
  }

  /** Every option, in the order of the README's table. */
  public static List<ConfigOption<?>> all() {
    return List.of(
        PARTITIONS,
        REPLICATION_FACTOR,
        FRAME_RETENTION,
        GALLERY_RETENTION,
        RECORD_RETENTION,
        AUDIT_RETENTION);
  }

  private static void checkRetention(ConfigOption<Duration> option, Duration value) {
    check(option, value, value.compareTo(Duration.ofMinutes(1)) >= 0, "at least 1 min");
  }

  private static void check(ConfigOption<?> option, Object value, boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Option '%s' must be %s, but was %s".formatted(option.key(), rule, value));
    }
  }

  /** The defaults on a single broker, with so many partitions. */
  public static TopicOptions ofOneBroker(int partitions) {
    TopicOptions defaults = defaults();
    return new TopicOptions(
        partitions, 1, defaults.frames, defaults.gallery, defaults.records, defaults.audit);
  }
}
