package io.sketchwatch.core.tracklet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.image.Box;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackingMetricsTest {

  private final List<Observation> truth = new ArrayList<>();
  private final List<Observation> output = new ArrayList<>();

  @Test
  void shouldBePerfectForThePerfectTracker() {
    see(truth, "anna", 0, 10, 0);
    see(truth, "bert", 3, 8, 200);
    see(output, "t1", 0, 10, 0);
    see(output, "t2", 3, 8, 200);

    assertThat(TrackingMetrics.of(truth, output)).isEqualTo(new TrackingMetrics(1, 0, 0, 1, 1, 1));
  }

  @Test
  void shouldCountASwitchAndKeepTheBetterHalf() {
    see(truth, "anna", 0, 10, 0);
    see(output, "t1", 0, 6, 0);
    see(output, "t2", 6, 10, 0);

    TrackingMetrics metrics = TrackingMetrics.of(truth, output);

    assertThat(metrics.idf1()).isCloseTo(2.0 * 6 / 20, within(1e-12));
    assertThat(metrics.identitySwitches()).isEqualTo(1);
    assertThat(metrics.fragments()).isZero();
    assertThat(metrics.coveredPeople()).isEqualTo(1);
  }

  @Test
  void shouldCountAFragmentForAGapUnderOneIdentity() {
    see(truth, "anna", 0, 10, 0);
    see(output, "t1", 0, 3, 0);
    see(output, "t1", 7, 10, 0);

    TrackingMetrics metrics = TrackingMetrics.of(truth, output);

    assertThat(metrics.fragments()).isEqualTo(1);
    assertThat(metrics.identitySwitches()).isZero();
    assertThat(metrics.recall()).isCloseTo(0.6, within(1e-12));
    assertThat(metrics.coveredPeople()).isEqualTo(1);
  }

  @Test
  void shouldNotCoverSomebodyFollowedInPiecesBelowHalf() {
    see(truth, "anna", 0, 9, 0);
    see(output, "t1", 0, 4, 0);
    see(output, "t2", 5, 9, 0);

    assertThat(TrackingMetrics.of(truth, output).coveredPeople()).isZero();
  }

  @Test
  void shouldTakeTheGlobalAssignmentForIdf1() {
    see(truth, "anna", 0, 10, 0);
    see(truth, "bert", 0, 10, 200);
    see(output, "t1", 0, 5, 0);
    see(output, "t1", 5, 9, 200);
    see(output, "t2", 5, 10, 0);

    // anna could have t1 or t2 (5 boxes each); giving her t2 leaves t1's 4 boxes to bert.
    assertThat(TrackingMetrics.of(truth, output).idf1())
        .isCloseTo(2.0 * 9 / (20 + 14), within(1e-12));
  }

  @Test
  void shouldNotMatchBoxesThatAgreeTooLittle() {
    see(truth, "anna", 0, 4, 0);
    see(output, "t1", 0, 4, 15);

    TrackingMetrics metrics = TrackingMetrics.of(truth, output);

    assertThat(metrics.recall()).isZero();
    assertThat(metrics.precision()).isZero();
    assertThat(metrics.idf1()).isZero();
  }

  @Test
  void shouldRefuseAnEmptyTruth() {
    assertThatThrownBy(() -> TrackingMetrics.of(truth, output)).hasMessageContaining("is empty");
  }

  private static void see(List<Observation> list, String identity, int from, int to, int x) {
    for (int frame = from; frame < to; frame++) {
      list.add(new Observation(frame, identity, new Box(x, 50, 30, 75)));
    }
  }
}
