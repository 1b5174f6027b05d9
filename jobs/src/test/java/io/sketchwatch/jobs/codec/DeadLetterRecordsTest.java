package io.sketchwatch.jobs.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sketchwatch.core.frame.DeadLetter;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLetterRecordsTest {

  @Test
  void shouldReadBackALetterWithAndWithoutKeyAndValue() throws Exception {
    DeadLetter letter = Samples.aDeadLetter();
    DeadLetter empty = new DeadLetter(letter.origin(), null, null, letter.stage(), letter.error());

    for (DeadLetter each : new DeadLetter[] {letter, empty}) {
      assertThat(DeadLetterRecords.read(received(DeadLetterRecords.producerRecord("d", each))))
          .isEqualTo(each);
    }
  }

  @Test
  void shouldCutAValueThatNoTopicTakes() throws Exception {
    DeadLetter letter = Samples.aDeadLetter();
    byte[] huge = new byte[DeadLetterRecords.MAX_VALUE_BYTES + 1];

    ProducerRecord<byte[], byte[]> record =
        DeadLetterRecords.producerRecord(
            "d",
            new DeadLetter(letter.origin(), letter.key(), huge, letter.stage(), letter.error()));

    assertThat(record.value()).hasSize(DeadLetterRecords.MAX_VALUE_BYTES);
    assertThat(RecordHeaders.find(record.headers(), "original-size"))
        .isEqualTo(String.valueOf(huge.length));
  }

  @Test
  void shouldRefuseARecordThatIsNoLetter() {
    ProducerRecord<byte[], byte[]> record =
        DeadLetterRecords.producerRecord("d", Samples.aDeadLetter());
    record.headers().remove("stage");

    assertThatExceptionOfType(BadRecordException.class)
        .isThrownBy(() -> DeadLetterRecords.read(received(record)))
        .withMessage("Record must have a header 'stage', but has none");
  }

  private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
    return new ConsumerRecord<>(
        sent.topic(),
        0,
        0,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }
}
