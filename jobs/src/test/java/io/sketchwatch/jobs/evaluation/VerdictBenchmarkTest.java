package io.sketchwatch.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.embedding.Embedding;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** On two people whose photos and sketches look in given directions, in degrees. */
class VerdictBenchmarkTest {

  @Test
  void shouldFindByAConfirmedPhotoWhomTheSketchMisses() {
    DrawnPeople people =
        new DrawnPeople(
            Stream.concat(sketches(75), sketches(205)).toList(), looking(0, 30, 33, 60, 200, 210));
    ConfirmedSearch search = new ConfirmedSearch(people, 0, 0);

    assertThat(search.bySketch().countedQueries()).isEqualTo(24);
    assertThat(search.bySketch().rank(1)).isCloseTo(12 / 24.0, within(1e-9));
    assertThat(search.withPhoto().rank(1)).isCloseTo(20 / 24.0, within(1e-9));
  }

  @Test
  void shouldCountWhomTheRejectionOfAFalseAlertSilences() {
    DrawnPeople people =
        new DrawnPeople(
            Stream.concat(sketches(0), sketches(250)).toList(), looking(0, 5, 10, 8, 100, 110));
    RejectedAlerts rejected = new RejectedAlerts(people, cosine(20), cosine(3));

    assertThat(rejected.wanted().cases()).isEqualTo(4);
    assertThat(rejected.wanted().percent()).isEqualTo(100);
    assertThat(rejected.others().cases()).isZero();
    assertThat(rejected.rejected().cases()).isZero();
    assertThat(rejected.anybody().percent()).isCloseTo(100 * 2 / 6.0, within(1e-9));
  }

  @Test
  void shouldCountTheOtherPhotosOfARejectedPersonAsHidden() {
    DrawnPeople people =
        new DrawnPeople(
            Stream.concat(sketches(0), sketches(250)).toList(), looking(0, 90, 95, 15, 17, 19));
    RejectedAlerts rejected = new RejectedAlerts(people, cosine(20), cosine(3));

    assertThat(rejected.rejected().cases()).isEqualTo(12);
    assertThat(rejected.rejected().percent()).isEqualTo(100);
    assertThat(rejected.wanted().percent()).isZero();
  }

  private static Stream<Embedding> sketches(double degrees) {
    return Collections.nCopies(DrawnPeople.SKETCHES, looking(degrees).get(0)).stream();
  }

  private static List<Embedding> looking(double... degrees) {
    return DoubleStream.of(degrees)
        .map(Math::toRadians)
        .mapToObj(
            angle -> new Embedding(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)}))
        .toList();
  }

  private static double cosine(double degrees) {
    return Math.cos(Math.toRadians(degrees));
  }
}
