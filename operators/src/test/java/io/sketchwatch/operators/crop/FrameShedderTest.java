package io.sketchwatch.operators.crop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Frames of cameras wait in one queue for a detector that takes a while for each that is kept. */
class FrameShedderTest {

  private static final Duration FRESHNESS = Duration.ofSeconds(5);
  private static final int FRAMES_PER_SECOND = 10;

  private final FrameShedder shedder = new FrameShedder(FRESHNESS);

  @Property(tries = 50)
  void shouldComeBackToEveryFrameAndNoAgeAfterABurst(
      @ForAll @IntRange(min = 1, max = 8) int cameras,
      @ForAll @IntRange(min = 2, max = 40) int timesTooMany,
      @ForAll @IntRange(min = 1, max = 120) int burstSeconds) {
    Queue queue = new Queue(new FrameShedder(FRESHNESS), cameras);
    long frame = 1000 / ((long) cameras * FRAMES_PER_SECOND);

    queue.run(burstSeconds, Math.max(1, frame) * timesTooMany);
    queue.run(180, 0);

    assertThat(queue.shedder.share()).isEqualTo(1);
    assertThat(queue.lastAge).isZero();
  }

  @Property(tries = 50)
  void shouldSearchFreshFramesOfEveryCameraAlikeWhileThereAreTooMany(
      @ForAll @IntRange(min = 1, max = 8) int cameras,
      @ForAll @IntRange(min = 2, max = 20) int timesTooMany) {
    Queue queue = new Queue(new FrameShedder(FRESHNESS), cameras);
    long cost = 1000 / ((long) cameras * FRAMES_PER_SECOND) * timesTooMany;
    queue.run(120, cost);
    queue.forget();

    queue.run(120, cost);

    assertThat(queue.oldest).isLessThan(3 * FRESHNESS.toMillis());
    for (int kept : queue.kept) {
      assertThat(kept).isBetween(queue.kept[0] - 1, queue.kept[0] + 1);
    }
  }

  @Test
  void shouldShedWhereABacklogHardlyMelts() {
    Queue queue = new Queue(shedder, 1);
    queue.now = 60_000;

    queue.run(240, 99);

    assertThat(queue.lastAge).isLessThan(3 * FRESHNESS.toMillis());
  }

  @Test
  void shouldShedNothingWhileFramesAreFresh() {
    Queue queue = new Queue(shedder, 4);

    queue.run(60, 20);

    assertThat(queue.kept).containsOnly(60 * FRAMES_PER_SECOND);
  }

  @Test
  void shouldNotLetOneWrongClockDecideForTheOthers() {
    for (long now = 0; now < 60_000; now += 100) {
      assertThat(shedder.sheds("gate", now, now)).isFalse();
      assertThat(shedder.sheds("yard", now, now)).isFalse();
      assertThat(shedder.sheds("wrong", now - 86_400_000, now)).isFalse();
    }
  }

  private static final class Queue {

    private final FrameShedder shedder;
    private final int[] kept;
    private long captured;
    private long now;
    private long lastAge;
    private long oldest;

    Queue(FrameShedder shedder, int cameras) {
      this.shedder = shedder;
      this.kept = new int[cameras];
    }

    /** Works off what the cameras see in some time; a frame that is kept takes {@code cost} ms. */
    void run(int seconds, long cost) {
      for (int i = 0; i < seconds * FRAMES_PER_SECOND; i++) {
        for (int camera = 0; camera < kept.length; camera++) {
          work(camera, cost);
        }
        captured += 1000 / FRAMES_PER_SECOND;
      }
    }

    private void work(int camera, long cost) {
      now = Math.max(now, captured);
      if (!shedder.sheds("camera-" + camera, captured, now)) {
        lastAge = now - captured;
        oldest = Math.max(oldest, lastAge);
        kept[camera]++;
        now += cost;
      }
    }

    void forget() {
      Arrays.fill(kept, 0);
      oldest = 0;
    }
  }
}
