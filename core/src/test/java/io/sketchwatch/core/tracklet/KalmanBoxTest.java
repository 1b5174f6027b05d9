package io.sketchwatch.core.tracklet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.image.Box;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class KalmanBoxTest {

  @Property(tries = 100)
  void shouldLearnTheVelocityOfASteadyWalker(
      @ForAll @IntRange(min = -60, max = 60) int perSecondX,
      @ForAll @IntRange(min = -30, max = 30) int perSecondY,
      @ForAll @IntRange(min = 2, max = 25) int framesPerSecond) {
    double interval = 1.0 / framesPerSecond;
    KalmanBox walker = KalmanBox.start(new Box(500, 400, 30, 75));
    for (int i = 1; i <= 5 * framesPerSecond; i++) {
      double time = i * interval;
      walker =
          walker
              .predict(interval)
              .update(
                  new Box(
                      (int) Math.round(500 + perSecondX * time),
                      (int) Math.round(400 + perSecondY * time),
                      30,
                      75));
    }

    assertThat(walker.x().velocity()).isCloseTo(perSecondX, within(4.0));
    assertThat(walker.y().velocity()).isCloseTo(perSecondY, within(4.0));
    Box ahead = walker.predict(1).box();
    assertThat(ahead.iou(new Box(500 + 6 * perSecondX, 400 + 6 * perSecondY, 30, 75)))
        .isGreaterThan(0.6);
  }

  @Example
  void shouldSmoothTheDetectorsNoise() {
    KalmanBox standing = KalmanBox.start(new Box(100, 100, 30, 75));
    for (int i = 0; i < 50; i++) {
      standing = standing.predict(0.1).update(new Box(100 + (i % 2 == 0 ? 4 : -4), 100, 30, 75));
    }

    assertThat(standing.box().x()).isBetween(98, 102);
  }

  @Example
  void shouldGrowLessCertainUntilTheNextMeasurement() {
    KalmanBox seen = KalmanBox.start(new Box(100, 100, 30, 75)).predict(0.1);
    KalmanBox unseen = seen.predict(1);
    KalmanBox again = unseen.update(new Box(100, 100, 30, 75));

    assertThat(unseen.x().positionVariance()).isGreaterThan(seen.x().positionVariance());
    assertThat(again.x().positionVariance()).isLessThan(unseen.x().positionVariance());
  }

  @Example
  void shouldAgreeWithTheTextbookInMatrixForm() {
    KalmanAxis axis = KalmanAxis.at(0, 4, 9).predict(0.5, 2, 1).update(3, 5);

    // P' = F P F^T + Q with F = [1 .5; 0 1], Q = [2/24+.5 .25; .25 1]; K = P' H^T / (H P' H^T + R)
    double p = 4 + 0.25 * 9 + 2 * 0.125 / 3 + 0.5;
    double c = 0.5 * 9 + 0.25;
    double v = 9 + 1;
    assertThat(axis.position()).isCloseTo(3 * p / (p + 5), within(1e-12));
    assertThat(axis.velocity()).isCloseTo(3 * c / (p + 5), within(1e-12));
    assertThat(axis.positionVariance()).isCloseTo(p - p * p / (p + 5), within(1e-12));
    assertThat(axis.covariance()).isCloseTo(c - p * c / (p + 5), within(1e-12));
    assertThat(axis.velocityVariance()).isCloseTo(v - c * c / (p + 5), within(1e-12));
  }
}
