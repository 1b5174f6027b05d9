package io.sketchwatch.core.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadLetterTest {

  @Test
  void shouldTellItsReasonInOneShortLineWhateverItQuotes() {
    String error = "Frame '%s'\nmust be a picture".formatted("x".repeat(1 << 20));

    DeadLetter letter =
        new DeadLetter(new RecordOrigin("frames", 0, 7), null, null, "crop-persons", error);

    assertThat(letter.error()).startsWith("Frame 'xxx").hasSizeLessThan(1000).doesNotContain("\n");
  }
}
