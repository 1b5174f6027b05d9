package io.sketchwatch.core.tracklet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.image.Box;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackerTest {

  private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

  private final Tracker tracker = new Tracker(TrackerSettings.DEFAULT);
  private TrackerState state = TrackerState.EMPTY;

  @ParameterizedTest
  @CsvSource({"1, 25", "2, 10", "3, 10", "4, 5"})
  void shouldCoverNineOfTenPeopleByOneTracklet(long seed, double framesPerSecond) {
    SimulatedStreet street = new SimulatedStreet(seed, 25, 40, framesPerSecond);

    TrackingMetrics metrics = TrackingMetrics.of(street.truth, track(street, framesPerSecond));

    assertThat(metrics.coveredPeople()).isGreaterThanOrEqualTo(0.9);
    assertThat(metrics.idf1()).isGreaterThan(0.75);
    assertThat(metrics.precision()).isGreaterThan(0.9);
  }

  @Test
  void shouldNameATrackletAfterItsFirstDetection() {
    step(0, person(100, 0.9), person(300, 0.9));
    TrackerStep second = step(0.1, person(103, 0.9), person(303, 0.9));

    assertThat(second.people())
        .extracting(person -> person.track().trackletId())
        .containsExactly("gate/f0.0/0", "gate/f0.0/1");
    assertThat(second.people().get(0).track().firstSeen()).isEqualTo(START);
    assertThat(second.people().get(0).track().lastSeen()).isEqualTo(START.plusMillis(100));
  }

  @Test
  void shouldConfirmATrackletAtItsThirdDetection() {
    assertThat(step(0, person(100, 0.9)).people().get(0).track().confirmed()).isFalse();
    assertThat(step(0.1, person(100, 0.9)).people().get(0).track().confirmed()).isFalse();
    assertThat(step(0.2, person(100, 0.9)).people().get(0).track().confirmed()).isTrue();
  }

  @Test
  void shouldContinueButNeverStartATrackletFromALowDetection() {
    assertThat(step(0, person(100, 0.2)).people()).isEmpty();
    follow(0.1, 100, 3);

    TrackerStep hidden = step(0.4, person(101, 0.2), person(400, 0.2));

    assertThat(hidden.people()).extracting(TrackerStep.Person::detection).containsExactly(0);
  }

  @Test
  void shouldFindALostPersonAgainWhereTheyWalked() {
    for (int i = 0; i < 10; i++) {
      step(i / 10.0, person(100 + 5 * i, 0.9));
    }

    TrackerStep again = step(1.9, person(195, 0.9));

    assertThat(again.people().get(0).track().trackletId()).isEqualTo("gate/f0.0/0");
  }

  @Test
  void shouldEndATrackletWhoseLossLastsTooLong() {
    follow(0, 100, 3);

    TrackerStep later = step(2.5, person(100, 0.9));

    assertThat(later.ended()).containsExactly("gate/f0.0/0");
    assertThat(later.people().get(0).track().trackletId()).isEqualTo("gate/f2.5/0");
    assertThat(later.state().tracks()).hasSize(1);
  }

  @Test
  void shouldForgetAFlickerSoon() {
    step(0, person(100, 0.9));

    assertThat(step(0.6).ended()).containsExactly("gate/f0.0/0");
  }

  @Test
  void shouldKeepTwoApartWhoPassEachOther() {
    Map<Integer, String> first = new HashMap<>();
    for (int i = 0; i <= 40; i++) {
      int right = 100 + 6 * i;
      int left = 340 - 6 * i;
      Detection a = new Detection(new Box(right, 100, 30, 75), 0.9);
      Detection b = new Detection(new Box(left, 112, 30, 75), 0.9);
      TrackerStep step = right < left ? step(i / 10.0, a, b) : step(i / 10.0, b, a);
      for (TrackerStep.Person person : step.people()) {
        boolean isA = (person.detection() == 0) == (right < left);
        String id = person.track().trackletId();
        assertThat(first.computeIfAbsent(isA ? 0 : 1, k -> id)).isEqualTo(id);
      }
    }
    assertThat(first).hasSize(2);
  }

  @Test
  void shouldGiveTheSameForTheSameFrames() {
    SimulatedStreet street = new SimulatedStreet(5, 10, 10, 10);

    List<Observation> once = track(street, 10);
    state = TrackerState.EMPTY;

    assertThat(track(street, 10)).isEqualTo(once);
  }

  private List<Observation> track(SimulatedStreet street, double framesPerSecond) {
    List<Observation> output = new ArrayList<>();
    for (int frame = 0; frame < street.frames.size(); frame++) {
      List<Detection> detections = street.frames.get(frame);
      TrackerStep step = step(frame / framesPerSecond, detections.toArray(Detection[]::new));
      for (TrackerStep.Person person : step.people()) {
        Box box = detections.get(person.detection()).box();
        output.add(new Observation(frame, person.track().trackletId(), box));
      }
    }
    return output;
  }

  private void follow(double from, int x, int times) {
    for (int i = 0; i < times; i++) {
      step(from + i / 10.0, person(x, 0.9));
    }
  }

  private TrackerStep step(double seconds, Detection... detections) {
    Instant time = START.plusNanos(Math.round(seconds * 1e9));
    TrackerStep step = tracker.step(state, List.of(detections), "gate", "f" + seconds, time);
    state = step.state();
    return step;
  }

  private static Detection person(int x, double confidence) {
    return new Detection(new Box(x, 100, 30, 75), confidence);
  }
}
