package io.sketchwatch.core.ranking;

import java.util.Objects;

/**
 * Who is in a picture, and which camera took it.
 *
 * @param identity the person
 * @param camera the camera; null where it is unknown, as it is of a sketch
 */
public record Label(String identity, String camera) {

  public Label {
    Objects.requireNonNull(identity, "identity");
  }

  boolean shows(Label other) {
    return identity.equals(other.identity);
  }

  boolean isSameShotAs(Label other) {
    return shows(other) && camera != null && camera.equals(other.camera);
  }
}
