package io.sketchwatch.jobs.kafka;

import io.sketchwatch.jobs.topic.Topic;
import java.util.EnumSet;
import java.util.Set;

/**
 * The end of a record of a topic that is partitioned by camera and keyed by sighting.
 *
 * @param topic one of {@link #TOPICS}
 * @param cameraId whose partition it lies in
 * @param key {@code camera/tracklet/shot}
 */
public record Tombstone(Topic topic, String cameraId, String key) {

  /** Those that hold something of each sighting. */
  public static final Set<Topic> TOPICS =
      EnumSet.of(Topic.SIGHTINGS, Topic.CROPS, Topic.REEMBEDDED_SIGHTINGS);
}
