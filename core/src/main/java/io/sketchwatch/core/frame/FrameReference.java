package io.sketchwatch.core.frame;

/**
 * Names a frame in Kafka and proves which bytes were meant.
 *
 * @param topic Kafka topic
 * @param partition from 0
 * @param offset from 0
 * @param frameId unique within its camera
 * @param sha256 of the encoded picture, lower-case hex
 */
public record FrameReference(
    String topic, int partition, long offset, String frameId, String sha256) {}
