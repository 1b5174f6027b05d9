package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.tracklet.Observation;
import io.sketchwatch.core.tracklet.TrackingMetrics;
import io.sketchwatch.dalnet.synthetic.StreetScene;
import io.sketchwatch.dalnet.synthetic.VisiblePerson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who can be seen where in a drawn street, exactly.
 *
 * <p>A person counts as visible where at least {@value #LEAST_VISIBLE} of the body is in the
 * picture and hidden by nothing. Someone less visible is neither to be found nor wrong to be found:
 * a tracker's box that agrees with such a person, and with no visible one, is left out.
 *
 * <p>A person's way past one camera is an identity of its own, as tracklets end with their camera.
 */
final class StreetTruth {

  /** Part of the body's pixels from which a person counts as visible. */
  static final double LEAST_VISIBLE = 0.5;

  private static final double AGREE = 0.5;

  private final StreetScene scene;
  private final List<List<VisiblePerson>> people;

  /** Works out the truth of every frame. */
  StreetTruth(StreetScene scene) {
    this.scene = scene;
    this.people =
        IntStream.range(0, scene.options().cameras() * scene.frames())
            .parallel()
            .mapToObj(frame -> scene.truth(frame / scene.frames(), frame % scene.frames()))
            .toList();
  }

  /** The number of a camera's frame among all frames of the street. */
  int frame(int camera, int index) {
    return camera * scene.frames() + index;
  }

  /** The people of a frame by its number among all, hidden ones too. */
  List<VisiblePerson> people(int frame) {
    return people.get(frame);
  }

  /** Every visible person of every frame. */
  List<Observation> visible() {
    List<Observation> visible = new ArrayList<>();
    for (int frame = 0; frame < people.size(); frame++) {
      for (VisiblePerson person : people.get(frame)) {
        if (isVisible(person)) {
          String identity = frame / scene.frames() + "/" + person.personId();
          visible.add(new Observation(frame, identity, person.box()));
        }
      }
    }
    return visible;
  }

  /** Compares the tracklets of all cameras with the visible people. */
  TrackingMetrics judge(List<Observation> tracklets) {
    return TrackingMetrics.of(visible(), tracklets.stream().filter(this::counts).toList());
  }

  private boolean counts(Observation tracklet) {
    List<VisiblePerson> agreeing =
        people.get(tracklet.frame()).stream()
            .filter(person -> person.box().iou(tracklet.box()) >= AGREE)
            .toList();
    return agreeing.isEmpty() || agreeing.stream().anyMatch(StreetTruth::isVisible);
  }

  private static boolean isVisible(VisiblePerson person) {
    return person.visibleFraction() >= LEAST_VISIBLE;
  }
}
