package io.sketchwatch.core.tracklet;

import io.sketchwatch.core.image.Box;

/**
 * Where a walking person's box is and goes: ByteTrack's Kalman filter of centre, aspect (width over
 * height) and height. The four coordinates don't influence each other in that filter, so it is four
 * small ones here; the centre has a velocity, the shape only wanders.
 *
 * <p>Time is in seconds, not frames, since frame rates vary. Noise is in units of the person's
 * height: 1/20 for a detector's box, as in ByteTrack; one height a second for the speed of a
 * walker, which changes by 0.3 of that in a second: people who meet are told apart by their going
 * on as they went.
 *
 * @param x of the centre
 * @param y of the centre
 * @param aspect width over height
 * @param height in pixels
 */
public record KalmanBox(KalmanAxis x, KalmanAxis y, KalmanAxis aspect, KalmanAxis height) {

  private static final double BOX_NOISE = 1.0 / 20;
  private static final double SPEED = 1;
  private static final double ACCELERATION = 0.3;
  private static final double SHAKE = 0.1;
  private static final double ASPECT_NOISE = 0.1;
  private static final double ASPECT_DRIFT = 0.1;
  private static final double HEIGHT_DRIFT = 0.3;

  /** A person seen for the first time. */
  static KalmanBox start(Box box) {
    double height = box.height();
    double place = square(2 * BOX_NOISE * height);
    double speed = square(SPEED * height);
    return new KalmanBox(
        KalmanAxis.at(centreX(box), place, speed),
        KalmanAxis.at(centreY(box), place, speed),
        KalmanAxis.at(aspect(box), square(ASPECT_NOISE), 0),
        KalmanAxis.at(height, place, 0));
  }

  /** Where the person is after some seconds. */
  KalmanBox predict(double seconds) {
    double tall = height.position();
    double acceleration = square(ACCELERATION * tall);
    double shake = square(SHAKE * tall);
    return new KalmanBox(
        x.predict(seconds, acceleration, shake),
        y.predict(seconds, acceleration, shake),
        aspect.predict(seconds, 0, square(ASPECT_DRIFT)),
        height.predict(seconds, 0, square(HEIGHT_DRIFT * tall)));
  }

  /** Takes in a detected box. */
  KalmanBox update(Box box) {
    double noise = square(BOX_NOISE * height.position());
    return new KalmanBox(
        x.update(centreX(box), noise),
        y.update(centreY(box), noise),
        aspect.update(aspect(box), square(ASPECT_NOISE)),
        height.update(box.height(), noise));
  }

  /** The estimate, rounded to pixels; may lie outside the frame. */
  public Box box() {
    double tall = Math.max(1, height.position());
    double wide = Math.max(1, tall * aspect.position());
    return new Box(
        (int) Math.round(x.position() - wide / 2),
        (int) Math.round(y.position() - tall / 2),
        (int) Math.round(wide),
        (int) Math.round(tall));
  }

  private static double centreX(Box box) {
    return box.x() + box.width() / 2.0;
  }

  private static double centreY(Box box) {
    return box.y() + box.height() / 2.0;
  }

  private static double aspect(Box box) {
    return (double) box.width() / box.height();
  }

  private static double square(double value) {
    return value * value;
  }
}
