package io.sketchwatch.core.tracklet;

/**
 * A Kalman filter of one coordinate that moves with nearly constant velocity.
 *
 * @param position estimate
 * @param velocity estimate, per second
 * @param positionVariance of the position
 * @param covariance of position and velocity
 * @param velocityVariance of the velocity
 */
public record KalmanAxis(
    double position,
    double velocity,
    double positionVariance,
    double covariance,
    double velocityVariance) {

  /** At rest, as far as is known. */
  static KalmanAxis at(double position, double positionVariance, double velocityVariance) {
    return new KalmanAxis(position, 0, positionVariance, 0, velocityVariance);
  }

  /**
   * Moves on; the noise is white acceleration, and white velocity on top of it.
   *
   * @param seconds zero or more
   * @param accelerationNoise variance of the velocity gained a second
   * @param velocityNoise variance of the position gained a second
   */
  KalmanAxis predict(double seconds, double accelerationNoise, double velocityNoise) {
    double t = seconds;
    return new KalmanAxis(
        position + velocity * t,
        velocity,
        positionVariance
            + 2 * covariance * t
            + velocityVariance * t * t
            + accelerationNoise * t * t * t / 3
            + velocityNoise * t,
        covariance + velocityVariance * t + accelerationNoise * t * t / 2,
        velocityVariance + accelerationNoise * t);
  }

  /** Takes in a measurement of the position. */
  KalmanAxis update(double measured, double measurementVariance) {
    double innovationVariance = positionVariance + measurementVariance;
    double positionGain = positionVariance / innovationVariance;
    double velocityGain = covariance / innovationVariance;
    double innovation = measured - position;
    return new KalmanAxis(
        position + positionGain * innovation,
        velocity + velocityGain * innovation,
        (1 - positionGain) * positionVariance,
        (1 - positionGain) * covariance,
        velocityVariance - velocityGain * covariance);
  }
}
