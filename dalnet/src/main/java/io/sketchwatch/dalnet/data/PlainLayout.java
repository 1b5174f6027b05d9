package io.sketchwatch.dalnet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The layout of data sets that have none of their own, see {@link PlainDataSet}: divided into the
 * folders {@code train} and {@code test}, or undivided, where the caller decides what a folder is
 * for and both parts are all of it.
 */
final class PlainLayout implements DataSetLayout {

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public String description() {
    return "photos/PERSON/CAMERA_*.jpg, sketches/PERSON/*.png, or both in train/ and test/";
  }

  @Override
  public boolean isIn(Path root) {
    return isUndivided(root) || isUndivided(root.resolve("train"));
  }

  private static boolean isUndivided(Path root) {
    return Files.isDirectory(root.resolve("photos")) && Files.isDirectory(root.resolve("sketches"));
  }

  @Override
  public int splits() {
    return 1;
  }

  @Override
  public PersonDataSet read(Path root, Part part, int split) throws IOException {
    Path divided = root.resolve(part.name().toLowerCase(Locale.ROOT));
    return PlainDataSet.read(
        Files.isDirectory(root.resolve("photos")) || !Files.isDirectory(divided) ? root : divided);
  }
}
