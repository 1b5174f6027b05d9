package io.sketchwatch.jobs.evaluation;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Whom a rejection silences. Each sketch alerts on the photos that reach its threshold; each alert
 * on somebody else is rejected, one at a time.
 */
final class RejectedAlerts {

  private final DrawnPeople people;
  private final double threshold;
  private final double alike;

  private final Share wanted = new Share();
  private final Share others = new Share();
  private final Share rejected = new Share();

  /**
   * Rejects them all.
   *
   * @param threshold of the sketches
   * @param alike the score from which on two photos are taken to show one person
   */
  RejectedAlerts(DrawnPeople people, double threshold, double alike) {
    this.people = people;
    this.threshold = threshold;
    this.alike = alike;
    for (int sketch = 0; sketch < people.sketches().size(); sketch++) {
      for (int photo = 0; photo < people.photos().size(); photo++) {
        if (isAlerted(sketch, photo) && DrawnPeople.seenIn(photo) != DrawnPeople.drawnIn(sketch)) {
          reject(sketch, photo);
        }
      }
    }
  }

  private boolean isAlerted(int sketch, int photo) {
    return people.sketches().get(sketch).score(people.photos().get(photo)) >= threshold;
  }

  private boolean isAlike(int photo, int other) {
    return people.photos().get(photo).score(people.photos().get(other)) >= alike;
  }

  private void reject(int sketch, int photo) {
    int persons = people.photos().size() / DrawnPeople.PHOTOS;
    for (int person = 0; person < persons; person++) {
      IntPredicate alerted = other -> other != photo && isAlerted(sketch, other);
      if (photosOf(person).anyMatch(alerted)) {
        boolean silenced =
            photosOf(person).filter(alerted).anyMatch(other -> isAlike(photo, other));
        share(sketch, photo, person).count(silenced);
      }
    }
  }

  private Share share(int sketch, int photo, int person) {
    if (person == DrawnPeople.seenIn(photo)) {
      return rejected;
    }
    return person == DrawnPeople.drawnIn(sketch) ? wanted : others;
  }

  private static IntStream photosOf(int person) {
    return IntStream.range(person * DrawnPeople.PHOTOS, (person + 1) * DrawnPeople.PHOTOS);
  }

  /** Of the wanted people who alert, those who lose a photo to the rejection of another. */
  Share wanted() {
    return wanted;
  }

  /** Of everybody else who alerts and was not rejected. */
  Share others() {
    return others;
  }

  /** Of the rejected people who alert by another photo too: what a rejection is for. */
  Share rejected() {
    return rejected;
  }

  /** Of all other people, alerted or not, those with a photo that is like a rejected one. */
  Share anybody() {
    Share anybody = new Share();
    for (int photo = 0; photo < people.photos().size(); photo++) {
      int judged = photo;
      for (int person = 0; person < people.photos().size() / DrawnPeople.PHOTOS; person++) {
        if (person != DrawnPeople.seenIn(photo)) {
          anybody.count(photosOf(person).anyMatch(other -> isAlike(judged, other)));
        }
      }
    }
    return anybody;
  }

  /** How many of some cases are silenced. */
  static final class Share {

    private int cases;
    private int silenced;

    private void count(boolean isSilenced) {
      cases++;
      silenced += isSilenced ? 1 : 0;
    }

    int cases() {
      return cases;
    }

    /** 0 to 100; 0 without cases. */
    double percent() {
      return cases == 0 ? 0 : 100.0 * silenced / cases;
    }
  }
}
