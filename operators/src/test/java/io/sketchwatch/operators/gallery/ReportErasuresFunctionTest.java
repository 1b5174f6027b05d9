package io.sketchwatch.operators.gallery;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.embedding.ErasureStatus;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportErasuresFunctionTest {

  private static final int KEY_GROUPS = 4;
  private static final GalleryRetention RETENTION =
      new GalleryRetention(Duration.ofMinutes(10), Duration.ofHours(1));

  private KeyedOneInputStreamOperatorTestHarness<String, ErasedPart, ErasureStatus> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new ReportErasuresFunction(RETENTION)),
            ErasedPart::erasureId,
            Types.STRING,
            KEY_GROUPS,
            1,
            0);
    harness.open();
    harness.setProcessingTime(NOON.toEpochMilli());
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void shouldTellOnceAllOfTheGalleryHasAnswered() throws Exception {
    process(ErasedPart.answered("e", "c1", List.of("c1/t/0", "c1/t/0")));
    process(ErasedPart.asked("e", 3, 1));
    process(ErasedPart.asked("e", 1, 1));
    assertThat(harness.extractOutputValues()).isEmpty();

    process(ErasedPart.answered("e", "c2", List.of()));

    assertThat(harness.extractOutputValues())
        .containsExactly(new ErasureStatus("e", 2, NOON.plus(Duration.ofMinutes(140)), NOON));
  }

  @Test
  void shouldTellOfAnOrderThatNoBucketIsAskedFor() throws Exception {
    process(ErasedPart.asked("e", KEY_GROUPS, 0));

    assertThat(harness.extractOutputValues()).extracting(ErasureStatus::sightings).containsOnly(0L);
  }

  @Test
  void shouldTellAgainWhatCameLate() throws Exception {
    process(ErasedPart.asked("e", KEY_GROUPS, 0));
    process(ErasedPart.late("e", "c1", "c1/t/0"));
    process(ErasedPart.late("other", "c1", "c1/t/0"));

    assertThat(harness.extractOutputValues())
        .extracting(ErasureStatus::sightings)
        .containsExactly(0L, 1L);
  }

  private void process(ErasedPart part) throws Exception {
    harness.processElement(part, 0);
  }
}
