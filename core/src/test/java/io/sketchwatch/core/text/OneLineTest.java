package io.sketchwatch.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

  @Test
  void shouldMakeSpacesOfControlCharacters() {
    assertThat(OneLine.of("two\r\nlines\u0000")).isEqualTo("two  lines ");
  }

  @Test
  void shouldCutWhatIsTooLong() {
    String longest = "x".repeat(OneLine.MAX_LENGTH);

    assertThat(OneLine.of(longest)).isEqualTo(longest);
    assertThat(OneLine.of(longest + "y")).isEqualTo(longest + " …");
  }
}
