package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.calibration.BackgroundWindow;
import io.sketchwatch.core.calibration.ScoreMoments;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubtaskBackgroundTest {

  private static final int TRACKLETS = 700;
  private static final double DEVIATION = 0.1;

  private final SubtaskBackground background =
      new SubtaskBackground(entry(), SubtaskBackground.LOWEST);
  private final Random random = new Random(3);

  private double mean = 0.2;
  private long window = 1000;

  @Test
  void shouldLetThroughEnoughOfEachWindowAndFewMore() {
    int let = watch(TRACKLETS);
    assertThat(let).isBetween(BackgroundWindow.MOST, 150);

    int enough = 0;
    int sum = 0;
    for (int i = 0; i < 200; i++) {
      let = watch(TRACKLETS);
      enough += let >= BackgroundWindow.MOST ? 1 : 0;
      sum += let;
    }

    assertThat(enough).isGreaterThan(180);
    assertThat(sum / 200).isLessThan(80);
  }

  @Test
  void shouldFollowScoresThatFall() {
    watchOften(TRACKLETS);
    mean -= 2 * DEVIATION;

    watch(TRACKLETS);
    watch(TRACKLETS);

    assertThat(watch(TRACKLETS)).isBetween(BackgroundWindow.MOST, TRACKLETS / 2);
  }

  @Test
  void shouldLetEverybodyThroughWhereFewCome() {
    watchOften(TRACKLETS);

    watchOften(10);

    assertThat(watch(10)).isEqualTo(10);
  }

  @Test
  void shouldNotGoByAWindowInWhichFarFewerCame() {
    watchOften(TRACKLETS);
    double before = background.floor();

    watch(20);

    assertThat(background.floor()).isEqualTo(before);
  }

  @Test
  void shouldLetThroughBoundedManyWhenMoreCome() {
    watchOften(10);

    assertThat(watch(20 * TRACKLETS)).isLessThan(200);
  }

  @Test
  void shouldKnowAfterAnOutageWhatItKnewBefore() {
    watchOften(TRACKLETS);
    double before = background.floor();

    watchOften(0);

    assertThat(background.floor()).isEqualTo(before);
  }

  private void watchOften(int tracklets) {
    for (int i = 0; i < 20; i++) {
      watch(tracklets);
    }
  }

  /** A window; how many were let through. */
  private int watch(int tracklets) {
    ScoreMoments moments = ScoreMoments.NONE;
    int let = 0;
    for (int tracklet = 0; tracklet < tracklets; tracklet++) {
      double score = mean + DEVIATION * random.nextGaussian();
      moments = moments.plus(score);
      if (score >= background.floor()) {
        background.found(sighting(tracklet), score);
        let++;
      }
    }
    if (tracklets > 0) {
      background.see(window, moments);
    }
    background.tell(part -> {});
    window++;
    background.endWindow(window);
    return let;
  }

  private Sighting sighting(int tracklet) {
    return aSighting()
        .ofTracklet("c1/" + window + "/" + tracklet)
        .firstSeen(Instant.ofEpochMilli(WindowPart.start(window)))
        .build();
  }

  private static WatchlistEntry entry() {
    return new WatchlistEntry(
        "q",
        1,
        "m1",
        at(0),
        new QueryScope(null, null, null, null),
        0.6,
        0,
        false,
        Exemplar.SKETCH,
        10.0);
  }
}
