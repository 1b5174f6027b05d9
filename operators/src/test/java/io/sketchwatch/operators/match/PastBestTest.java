package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.operators.gallery.FoundPhoto;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PastBestTest {

  private static final FoundPhoto PHOTO = FoundPhoto.of(aSighting().build());

  @Test
  void shouldPutOutOnlyWhatIsStillAmongTheBest() {
    PastBest best = new PastBest(10);
    for (int i = 0; i < 2000; i++) {
      best.add(new PastBest.Found("c1", PHOTO, i / 2000.0));
    }

    List<Double> scores = new ArrayList<>();
    for (PastBest.Found found = best.poll(); found != null; found = best.poll()) {
      scores.add(found.score());
    }

    assertThat(scores).hasSize(900).allSatisfy(score -> assertThat(score >= 0.55).isTrue());
    assertThat(best.isEmpty()).isTrue();
    assertThat(best.least()).isEqualTo(0.55);
  }

  @Test
  void shouldBeFullOnlyOfWhatIsAmongTheBest() {
    PastBest best = new PastBest(10);
    PastBest ofLargeBudget = new PastBest(1000);
    for (int i = 0; i < 2000; i++) {
      best.add(new PastBest.Found("c1", PHOTO, i / 2000.0));
      ofLargeBudget.add(new PastBest.Found("c1", PHOTO, i / 2000.0));
    }

    assertThat(best.isFull()).isFalse();
    assertThat(ofLargeBudget.isFull()).isTrue();
  }
}
