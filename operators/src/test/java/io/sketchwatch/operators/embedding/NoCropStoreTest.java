package io.sketchwatch.operators.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoCropStoreTest {

  @Test
  void shouldNotEvenEncodeAPicture() {
    try (NoCropStore store = new NoCropStore()) {
      var stored =
          store.store(
              "gate/t/0",
              "gate",
              () -> {
                throw new AssertionError("Crop is encoded");
              });

      assertThat(stored).isCompletedWithValue(null);
    }
  }
}
