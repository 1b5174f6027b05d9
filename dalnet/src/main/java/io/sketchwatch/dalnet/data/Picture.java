package io.sketchwatch.dalnet.data;

import io.sketchwatch.core.ranking.Label;
import java.nio.file.Path;

/**
 * A photo or a sketch of a data set.
 *
 * @param identity who is in it
 * @param camera which camera took it; null for a sketch
 * @param file where it is
 */
public record Picture(String identity, String camera, Path file) {

  /** Who and where, for ranking. */
  public Label label() {
    return new Label(identity, camera);
  }
}
