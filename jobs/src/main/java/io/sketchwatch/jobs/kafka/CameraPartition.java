package io.sketchwatch.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/** Where a camera's records lie, whatever their keys are. */
final class CameraPartition {

  private CameraPartition() {}

  /**
   * The partition that Kafka's own producers choose for a record keyed by the camera: in topics of
   * as many partitions, a camera's frames, crops and sightings share a number.
   */
  static int of(String cameraId, int partitions) {
    return Utils.toPositive(Utils.murmur2(cameraId.getBytes(UTF_8))) % partitions;
  }
}
