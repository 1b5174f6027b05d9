package io.sketchwatch.jobs.live;

import java.io.IOException;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Draws again where a record would be dear to work off and enough of that kind have been drawn. */
final class SparingFuzzer implements RecordFuzzer {

  private final RecordFuzzer fuzzer;
  private final Predicate<ProducerRecord<byte[], byte[]>> isDear;
  private int left;

  /**
   * @param most how many dear ones are drawn
   */
  SparingFuzzer(RecordFuzzer fuzzer, int most, Predicate<ProducerRecord<byte[], byte[]>> isDear) {
    this.fuzzer = fuzzer;
    this.isDear = isDear;
    this.left = most;
  }

  @Override
  public ProducerRecord<byte[], byte[]> next(int number, Random random) throws IOException {
    ProducerRecord<byte[], byte[]> record = fuzzer.next(number, random);
    while (isDear.test(record) && left-- <= 0) {
      record = fuzzer.next(number, random);
    }
    return record;
  }
}
