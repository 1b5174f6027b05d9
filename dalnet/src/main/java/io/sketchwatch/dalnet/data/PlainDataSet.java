package io.sketchwatch.dalnet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The layout of data sets that have none of their own: {@code photos/<identity>/<camera>_*.jpg} (or
 * {@code png}) and {@code sketches/<identity>/*.png}. Hidden files and files of other kinds are
 * passed over; a photo without {@code _} in its name has no camera.
 */
public final class PlainDataSet {

  private static final List<String> KINDS = List.of(".jpg", ".jpeg", ".png");

  private PlainDataSet() {}

  /**
   * Lists a data set; no picture is read yet.
   *
   * @throws IOException if it has no photos or no sketches
   */
  public static PersonDataSet read(Path root) throws IOException {
    List<Picture> photos = new ArrayList<>();
    for (Path file : pictures(root, "photos")) {
      String name = file.getFileName().toString();
      int end = name.indexOf('_');
      photos.add(new Picture(identity(file), end < 1 ? null : name.substring(0, end), file));
    }
    List<Picture> sketches = new ArrayList<>();
    for (Path file : pictures(root, "sketches")) {
      sketches.add(new Picture(identity(file), null, file));
    }
    return new PersonDataSet(root, photos, sketches);
  }

  private static String identity(Path file) {
    return file.getParent().getFileName().toString();
  }

  private static List<Path> pictures(Path root, String kind) throws IOException {
    Path folder = root.resolve(kind);
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          "Data set '%s' must have a folder '%s': is it photos/<identity>/ and sketches/<identity>/?"
              .formatted(root, kind));
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      List<Path> pictures =
          files
              .filter(file -> folder.relativize(file).getNameCount() == 2)
              .filter(PlainDataSet::isPicture)
              .sorted()
              .toList();
      if (pictures.isEmpty()) {
        throw new NoSuchFileException(
            "Data set '%s' must have pictures in '%s/<identity>/', but has none"
                .formatted(root, kind));
      }
      return pictures;
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && KINDS.stream().anyMatch(name::endsWith);
  }
}
