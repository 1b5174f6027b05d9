package io.sketchwatch.dalnet.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of data sets that have none of their own: {@code photos/<identity>/<camera>_*.jpg} (or
 * {@code png}) and {@code sketches/<identity>/*.png}. Hidden files and files of other kinds are
 * passed over; a photo without {@code _} in its name has no camera.
 */
public final class PlainDataSet {

  private PlainDataSet() {}

  /**
   * Lists a data set; no picture is read yet.
   *
   * @throws IOException if it has no photos or no sketches
   */
  public static PersonDataSet read(Path root) throws IOException {
    List<Picture> photos = new ArrayList<>();
    for (Path file : new PictureFolder(root, "photos").picturesOfFolders()) {
      String name = file.getFileName().toString();
      int end = name.indexOf('_');
      photos.add(new Picture(identity(file), end < 1 ? null : name.substring(0, end), file));
    }
    List<Picture> sketches = new ArrayList<>();
    for (Path file : new PictureFolder(root, "sketches").picturesOfFolders()) {
      sketches.add(new Picture(identity(file), null, file));
    }
    return new PersonDataSet(root, photos, sketches);
  }

  private static String identity(Path file) {
    return file.getParent().getFileName().toString();
  }
}
