package io.sketchwatch.jobs.topic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every topic, with what the contract asks of it.
 *
 * <p>Topics that jobs write use LogAppendTime: their records carry event times, and a broker that
 * went by those would delete the findings of old footage as soon as they are written.
 */
public enum Topic {
  FRAMES("frames", Spread.BY_CAMERA, Kept.FRAME_HOURS, Writer.OTHERS, Topic.LARGE_RECORD_BYTES),
  QUERIES("queries", Spread.ANY, Kept.COMPACTED, Writer.OTHERS, Topic.LARGE_RECORD_BYTES),
  QUERY_STATUS("query-status", Spread.ANY, Kept.RECORD_DAYS, Writer.JOBS, 0),
  SIGHTINGS("sightings", Spread.BY_CAMERA, Kept.GALLERY_COMPACTED, Writer.JOBS, 0),
  CROPS("crops", Spread.BY_CAMERA, Kept.GALLERY_COMPACTED, Writer.JOBS, 0),
  REEMBEDDED_SIGHTINGS(
      "reembedded-sightings", Spread.BY_CAMERA, Kept.GALLERY_COMPACTED, Writer.JOBS, 0),
  ALERTS("alerts", Spread.ANY, Kept.RECORD_DAYS, Writer.JOBS, 0),
  VERDICTS("verdicts", Spread.ANY, Kept.COMPACTED, Writer.OTHERS, 0),
  EXEMPLARS("exemplars", Spread.ANY, Kept.COMPACTED, Writer.JOBS, 0),
  MODELS("models", Spread.ONE_PARTITION, Kept.COMPACTED, Writer.OTHERS, 0),
  MODEL_STATUS("model-status", Spread.ANY, Kept.RECORD_DAYS, Writer.JOBS, 0),
  ERASURES("erasures", Spread.ANY, Kept.COMPACTED, Writer.OTHERS, 0),
  ERASURE_STATUS("erasure-status", Spread.ANY, Kept.RECORD_DAYS, Writer.JOBS, 0),
  COVERAGE("coverage", Spread.ANY, Kept.RECORD_DAYS, Writer.JOBS, 0),
  AUDIT("audit", Spread.ANY, Kept.AUDIT_YEARS, Writer.JOBS, 0),
  AUDIT_ANCHORS("audit-anchors", Spread.ANY, Kept.AUDIT_YEARS, Writer.JOBS, 0),
  DEAD_LETTERS(
      "dead-letters", Spread.ANY, Kept.RECORD_DAYS, Writer.JOBS, Topic.DEAD_LETTER_RECORD_BYTES);

  /** 17 MiB: a frame of 16 MiB, or a query with its sketch, and the headers. */
  public static final int LARGE_RECORD_BYTES = 17 * 1024 * 1024;

  /** 18 MiB: any record of another topic, and the headers that say what is wrong with it. */
  public static final int DEAD_LETTER_RECORD_BYTES = 18 * 1024 * 1024;

  static final String CLEANUP = "cleanup.policy";
  static final String RETENTION = "retention.ms";
  static final String TIMESTAMPS = "message.timestamp.type";
  static final String MAX_BYTES = "max.message.bytes";

  private final String topicName;
  private final Spread spread;
  private final Kept kept;
  private final Writer writer;
  private final int maxRecordBytes;

  Topic(String topicName, Spread spread, Kept kept, Writer writer, int maxRecordBytes) {
    this.topicName = topicName;
    this.spread = spread;
    this.kept = kept;
    this.writer = writer;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** The name in Kafka. */
  public String topicName() {
    return topicName;
  }

  /** Whether more than one partition would break it. */
  boolean needsOnePartition() {
    return spread == Spread.ONE_PARTITION;
  }

  int partitions(TopicOptions options) {
    return spread == Spread.BY_CAMERA ? options.partitions() : 1;
  }

  /** The settings that the contract asks for; a topic without one of them is refused. */
  Map<String, String> required(TopicOptions options) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(CLEANUP, kept.cleanup);
    if (kept.cleanup.contains("delete")) {
      settings.put(RETENTION, String.valueOf(retention(options).toMillis()));
    }
    if (writer == Writer.JOBS) {
      settings.put(TIMESTAMPS, "LogAppendTime");
    }
    if (maxRecordBytes > 0) {
      settings.put(MAX_BYTES, String.valueOf(maxRecordBytes));
    }
    return settings;
  }

  /** Whether a topic may have more of a setting than the table asks for. */
  static boolean isLeastValue(String setting) {
    return setting.equals(RETENTION) || setting.equals(MAX_BYTES);
  }

  /**
   * The settings of a new topic: those required, and segments short enough that what is due to go
   * goes within an eighth of its time, or within a day where it is compacted.
   */
  Map<String, String> initial(TopicOptions options) {
    Map<String, String> settings = required(options);
    if (settings.containsKey(RETENTION)) {
      long eighth = retention(options).toMillis() / 8;
      settings.put("segment.ms", String.valueOf(Math.max(60_000, eighth)));
    }
    if (kept.cleanup.contains("compact")) {
      settings.put("max.compaction.lag.ms", String.valueOf(Duration.ofDays(1).toMillis()));
    }
    return settings;
  }

  private Duration retention(TopicOptions options) {
    return switch (kept) {
      case FRAME_HOURS -> options.frames();
      case GALLERY_COMPACTED -> options.gallery();
      case AUDIT_YEARS -> options.audit();
      default -> options.records();
    };
  }

  private enum Spread {
    BY_CAMERA,
    ANY,
    ONE_PARTITION
  }

  private enum Kept {
    FRAME_HOURS("delete"),
    RECORD_DAYS("delete"),
    AUDIT_YEARS("delete"),
    GALLERY_COMPACTED("compact,delete"),
    COMPACTED("compact");

    private final String cleanup;

    Kept(String cleanup) {
      this.cleanup = cleanup;
    }
  }

  private enum Writer {
    JOBS,
    OTHERS
  }
}
