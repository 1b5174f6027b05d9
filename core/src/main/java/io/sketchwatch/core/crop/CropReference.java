package io.sketchwatch.core.crop;

import java.net.URI;

/**
 * Names a stored crop and proves which bytes were meant.
 *
 * @param topic Kafka topic
 * @param partition from 0
 * @param offset from 0
 * @param sha256 of the JPEG, lower-case hex
 */
public record CropReference(String topic, int partition, long offset, String sha256) {

  /** {@code kafka:topic/partition/offset?sha256=hex}. */
  public URI toUri() {
    return URI.create("kafka:%s/%d/%d?sha256=%s".formatted(topic, partition, offset, sha256));
  }
}
