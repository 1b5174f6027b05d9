package io.sketchwatch.core.frame;

/**
 * Where a record was read: enough to read it again.
 *
 * @param topic Kafka topic
 * @param partition from 0
 * @param offset from 0
 */
public record RecordOrigin(String topic, int partition, long offset) {}
