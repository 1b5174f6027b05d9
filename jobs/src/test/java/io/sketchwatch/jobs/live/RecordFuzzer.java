package io.sketchwatch.jobs.live;

import java.io.IOException;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes records of one topic of which most are of no use. */
@FunctionalInterface
interface RecordFuzzer {

  /**
   * A record, the same for the same number and state of the random source.
   *
   * @param number from 0, by which records differ in their ids
   */
  ProducerRecord<byte[], byte[]> next(int number, Random random) throws IOException;
}
