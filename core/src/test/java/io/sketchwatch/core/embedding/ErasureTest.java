package io.sketchwatch.core.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ErasureTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void shouldCoverACameraUntilItsEnd() {
    Erasure erasure = new Erasure("e", "gate", null, null, at(5), at(9));

    assertThat(covers(erasure, "gate", "t", 0, at(4), at(6))).isTrue();
    assertThat(covers(erasure, "gate", "t", 0, at(5), at(6))).isFalse();
    assertThat(covers(erasure, "yard", "t", 0, at(4), at(4))).isFalse();
  }

  @Test
  void shouldCoverWhoeverWasInSightInAStretchOfTimeOfAnyCamera() {
    Erasure erasure = new Erasure("e", null, null, at(2), at(5), at(9));

    assertThat(covers(erasure, "gate", "t", 0, at(0), at(1))).isFalse();
    assertThat(covers(erasure, "gate", "t", 1, at(0), at(2))).isTrue();
    assertThat(covers(erasure, "yard", "t", 2, at(4), at(7))).isTrue();
    assertThat(covers(erasure, "yard", "t", 0, at(5), at(5))).isFalse();
  }

  @Test
  void shouldCoverOneSightingOrAllOfATracklet() {
    Erasure one = new Erasure("e", null, "gate/gate/f1/0/1", null, at(5), at(9));
    Erasure all = new Erasure("e", null, "gate/gate/f1/0", null, at(5), at(9));

    assertThat(covers(one, "gate", "gate/f1/0", 1, at(0), at(0))).isTrue();
    assertThat(covers(one, "gate", "gate/f1/0", 0, at(0), at(0))).isFalse();
    assertThat(covers(all, "gate", "gate/f1/0", 0, at(0), at(0))).isTrue();
    assertThat(covers(all, "gate", "gate/f1/0", 2, at(0), at(0))).isTrue();
    assertThat(covers(all, "gate", "gate/f1/01", 0, at(0), at(0))).isFalse();
  }

  @Test
  void shouldAskForEveryCondition() {
    Erasure erasure = new Erasure("e", "yard", "gate/gate/f1/0", null, at(5), at(9));

    assertThat(covers(erasure, "gate", "gate/f1/0", 0, at(0), at(0))).isFalse();
  }

  @Test
  void shouldSpeakOfThePastAloneAndOfSomething() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Erasure("e", "gate", null, null, at(5), at(4)))
        .withMessageContaining("Erasure 'e' must end at or before the moment it is given");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Erasure("e", "gate", null, null, null, at(4)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Erasure("e", "gate", null, at(3), at(3), at(4)))
        .withMessageContaining("must begin before its end");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Erasure("e", null, null, null, at(3), at(4)))
        .withMessageContaining("must name a camera, a sighting or a beginning");
  }

  private static boolean covers(
      Erasure erasure, String camera, String tracklet, int shot, Instant first, Instant last) {
    return erasure.covers(camera, tracklet, shot, first, last);
  }

  private static Instant at(int minute) {
    return NOON.plusSeconds(60L * minute);
  }
}
