package io.sketchwatch.dalnet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Market-Sketch-1K (Lin et al., "Beyond Domain Gap: Exploiting Subjectivity in Sketch-Based Person
 * Retrieval", ACM MM 2023) as its authors' code reads it: {@code photo/train} and {@code
 * photo/query} hold Market-1501's photos, {@code sketch/A/train} and {@code sketch/A/query} to
 * {@code sketch/F/…} the drawings of six artists. The first four characters of a file's name are
 * the person; in a photo's, such as {@code 0002_c1s1_000451_03.jpg}, {@code c1} is the camera.
 *
 * <p>Its one split is the published one: 498 people in {@code train}, 498 in {@code query}. Photos
 * whose name begins with {@code -1} show nobody in particular and are passed over, by Market-1501's
 * rule; people of {@code 0000} stay as distractors.
 */
final class MarketSketchLayout implements DataSetLayout {

  private static final int PERSON = 4;

  @Override
  public String name() {
    return "market-sketch-1k";
  }

  @Override
  public String description() {
    return "photo/{train,query}/0002_c1s1_000451_03.jpg, sketch/{A…F}/{train,query}/0002*.jpg";
  }

  @Override
  public boolean isIn(Path root) {
    return Files.isDirectory(root.resolve("photo/train"))
        && Files.isDirectory(root.resolve("photo/query"))
        && Files.isDirectory(root.resolve("sketch"));
  }

  @Override
  public int splits() {
    return 1;
  }

  @Override
  public PersonDataSet read(Path root, Part part, int split) throws IOException {
    String folder = part == Part.TRAIN ? "train" : "query";
    List<Picture> photos = new ArrayList<>();
    for (Path file : new PictureFolder(root, "photo/" + folder).pictures()) {
      String name = PictureFolder.stem(file);
      if (!name.startsWith("-1")) {
        photos.add(new Picture(person(file), camera(name), file));
      }
    }
    List<Picture> sketches = new ArrayList<>();
    for (String artist : artists(root)) {
      for (Path file : new PictureFolder(root, "sketch/" + artist + "/" + folder).pictures()) {
        sketches.add(new Picture(person(file), null, file));
      }
    }
    return new PersonDataSet(root, photos, sketches);
  }

  private static List<String> artists(Path root) throws IOException {
    try (Stream<Path> folders = Files.list(root.resolve("sketch"))) {
      List<String> artists =
          folders
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .sorted()
              .toList();
      if (artists.isEmpty()) {
        throw new IOException(
            "Data set '%s' must have a folder for each artist in 'sketch', but has none"
                .formatted(root));
      }
      return artists;
    }
  }

  private static String person(Path file) {
    String name = PictureFolder.stem(file);
    return name.substring(0, Math.min(PERSON, name.length()));
  }

  /** {@code c1} of {@code 0002_c1s1_000451_03}. */
  private static String camera(String name) {
    int at = name.indexOf("_c");
    return at < 0 || at + 3 > name.length() ? null : name.substring(at + 1, at + 3);
  }
}
