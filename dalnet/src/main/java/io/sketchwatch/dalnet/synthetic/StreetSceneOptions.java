package io.sketchwatch.dalnet.synthetic;

/**
 * What happens in a street scene.
 *
 * @param cameras how many, at least 1; people pass them in the order of their numbers
 * @param people how many walk by, at least 1
 * @param seconds how long the scene is, at least {@link #SECONDS_A_CAMERA} for each camera
 * @param seed decides everything else
 */
public record StreetSceneOptions(int cameras, int people, int seconds, long seed) {

  /** The longest that a person takes for one camera and the way to the next. */
  public static final int SECONDS_A_CAMERA = 16;

  public StreetSceneOptions {
    if (cameras < 1 || people < 1 || seconds < cameras * SECONDS_A_CAMERA) {
      throw new IllegalArgumentException(
          "A street scene must have a camera, a person and %d seconds for each camera, but was %d cameras, %d people and %d seconds"
              .formatted(SECONDS_A_CAMERA, cameras, people, seconds));
    }
  }

  /** Two cameras, twelve people, three quarters of a minute. */
  public static StreetSceneOptions defaults() {
    return new StreetSceneOptions(2, 12, 45, 1);
  }
}
