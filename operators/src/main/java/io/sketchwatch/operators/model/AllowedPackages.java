package io.sketchwatch.operators.model;

import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.operators.AllowedRoots;
import java.io.IOException;

/**
 * Takes packages that lie where they may, and that another check takes; others are not read.
 *
 * @param roots below which packages must lie
 * @param check of those that do
 */
public record AllowedPackages(AllowedRoots roots, PackageCheck check) implements PackageCheck {

  private static final long serialVersionUID = 1;

  @Override
  public ModelManifest check(AnnouncedPackage announced) throws IOException {
    announced.requireBelow(roots);
    return check.check(announced);
  }
}
