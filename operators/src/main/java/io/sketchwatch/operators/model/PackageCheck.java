package io.sketchwatch.operators.model;

import io.sketchwatch.core.model.ModelManifest;
import java.io.IOException;
import java.io.Serializable;

/** Says whether an announced package may be used; may take long, and be interrupted. */
@FunctionalInterface
public interface PackageCheck extends Serializable {

  /**
   * Checks a package.
   *
   * @return what it says of itself
   * @throws IOException if it may not be used; the message says why, in one line
   */
  ModelManifest check(AnnouncedPackage announced) throws IOException;
}
