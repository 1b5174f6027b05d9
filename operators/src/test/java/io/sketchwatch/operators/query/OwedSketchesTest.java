package io.sketchwatch.operators.query;

import static io.sketchwatch.operators.model.ModelBuilder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.image.Media;
import io.sketchwatch.operators.model.ModelBuilder;
import io.sketchwatch.operators.model.ServedModel;
import io.sketchwatch.operators.query.OwedSketches.Owed;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwedSketchesTest {

  private static final ServedModel M1 = ModelBuilder.inForce("m1", 1, NOON);
  private static final ServedModel M2 = ModelBuilder.inForce("m2", 2, NOON);
  private static final List<ServedModel> SERVED = List.of(M1, M2);

  private final OwedSketches owed = new OwedSketches();

  @Test
  void shouldOweWhatAModelHasMissedUntilItIsDone() {
    Owed missed = owed.begin(sketch("q", 1), M1);
    owed.begin(sketch("q", 1), M2);
    assertThat(owed.missed(SERVED)).isEmpty();

    missed.miss();
    assertThat(owed.missed(SERVED)).containsExactly(missed);

    owed.done(missed);
    assertThat(owed.missed(SERVED)).isEmpty();
  }

  @Test
  void shouldOweTheLastVersionAlone() {
    Owed first = owed.begin(sketch("q", 1), M1);
    Owed second = owed.begin(sketch("q", 2), M1);
    first.miss();
    second.miss();
    owed.done(first);

    assertThat(owed.missed(SERVED)).containsExactly(second);
  }

  @Test
  void shouldNotOweAQueryThatHasEndedWhileItWaited() {
    Owed withdrawn = owed.begin(sketch("q", 1), M1);
    Owed other = owed.begin(sketch("q2", 1), M1);
    owed.forget("q");
    withdrawn.miss();
    other.miss();

    assertThat(owed.missed(SERVED)).containsExactly(other);
  }

  @Test
  void shouldNotOweAModelThatIsNotServedAnyMore() {
    owed.begin(sketch("q", 1), M1).miss();

    assertThat(owed.missed(List.of(M2))).isEmpty();
    assertThat(owed.missed(SERVED)).isEmpty();
  }

  private static SketchToEmbed sketch(String queryId, long version) {
    return new SketchToEmbed(
        queryId,
        version,
        new Media("image/png", QueryBuilder.SKETCH, null),
        new QueryScope(null, null, null, null),
        0.5,
        null,
        0,
        false);
  }
}
