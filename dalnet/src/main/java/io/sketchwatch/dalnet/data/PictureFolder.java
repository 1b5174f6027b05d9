package io.sketchwatch.dalnet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The pictures of one folder of a data set. Hidden files and files of other kinds are passed over.
 *
 * @param root the data set
 * @param name of the folder in it
 */
record PictureFolder(Path root, String name) {

  private static final List<String> KINDS =
      List.of(".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp");

  private Path path() {
    return root.resolve(name);
  }

  /** The pictures right in the folder, by name. */
  List<Path> pictures() throws IOException {
    return pictures(1);
  }

  /** The pictures in the folders of the folder, by name. */
  List<Path> picturesOfFolders() throws IOException {
    return pictures(2);
  }

  private List<Path> pictures(int depth) throws IOException {
    Path folder = path();
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "Data set '%s' must have a folder '%s', but has none".formatted(root, name));
    }
    Predicate<Path> isAtDepth = file -> folder.relativize(file).getNameCount() == depth;
    try (Stream<Path> files = Files.walk(folder, depth)) {
      List<Path> pictures =
          files.filter(isAtDepth).filter(PictureFolder::isPicture).sorted().toList();
      if (pictures.isEmpty()) {
        throw new IOException(
            "Data set '%s' must have pictures in '%s', but has none"
                .formatted(root, depth == 1 ? name : name + "/<identity>"));
      }
      return pictures;
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && KINDS.stream().anyMatch(name::endsWith);
  }

  /** The file's name without its kind. */
  static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** The part of a text before the first of a character; all of it where there is none. */
  static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }
}
