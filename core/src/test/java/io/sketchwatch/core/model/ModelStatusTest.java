package io.sketchwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ModelStatusTest {

  @Test
  void shouldTellItsReasonInOneShortLineWhateverItQuotes() {
    String reason = "File '%s'\ncan't be read".formatted("x".repeat(1 << 20));

    assertThat(status(reason).reason()).startsWith("File 'xxx").hasSizeLessThan(1000);
    assertThat(status(null).reason()).isNull();
  }

  private static ModelStatus status(String reason) {
    return new ModelStatus("dalnet-2", ModelStatus.State.REFUSED, 7, reason, null, Instant.EPOCH);
  }
}
