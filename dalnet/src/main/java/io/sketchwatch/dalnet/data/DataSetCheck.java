package io.sketchwatch.dalnet.data;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which pictures of a data set can be used, and what is missing, found out before an hour of
 * training is lost.
 *
 * @param readable the data set without the broken files
 * @param broken files that can't be read or decoded to the end, in the data set's order
 * @param withoutPhoto people with readable sketches only, by name
 * @param withoutSketch people with readable photos only, by name
 */
public record DataSetCheck(
    PersonDataSet readable,
    List<BrokenPicture> broken,
    List<String> withoutPhoto,
    List<String> withoutSketch) {

  /**
   * A picture that can't be used.
   *
   * @param file where it is
   * @param reason in one line
   */
  public record BrokenPicture(Path file, String reason) {}

  /**
   * Decodes every picture, on all cores.
   *
   * @param onPicture told after each, from several threads
   */
  public static DataSetCheck of(PersonDataSet data, Runnable onPicture) {
    List<BrokenPicture> broken =
        Stream.concat(data.photos().stream(), data.sketches().stream()).toList().parallelStream()
            .map(picture -> check(picture.file(), onPicture))
            .filter(Objects::nonNull)
            .toList();
    Set<Path> files = broken.stream().map(BrokenPicture::file).collect(Collectors.toSet());
    PersonDataSet readable = data.without(files);
    return new DataSetCheck(
        readable,
        broken,
        missing(readable, readable.photos()),
        missing(readable, readable.sketches()));
  }

  private static BrokenPicture check(Path file, Runnable onPicture) {
    try {
      PictureCache.decode(file);
      return null;
    } catch (UncheckedIOException e) {
      return new BrokenPicture(file, e.getCause().getMessage());
    } finally {
      onPicture.run();
    }
  }

  private static List<String> missing(PersonDataSet data, List<Picture> pictures) {
    Set<String> people = new TreeSet<>(data.people());
    pictures.forEach(picture -> people.remove(picture.identity()));
    return List.copyOf(people);
  }

  /**
   * The files that can't be used, relative to a folder.
   *
   * @param folder above all of them
   */
  public List<String> brokenWithin(Path folder) {
    Path root = folder.toAbsolutePath();
    return broken.stream()
        .map(picture -> root.relativize(picture.file().toAbsolutePath()).toString())
        .toList();
  }

  /** How many people can be learnt from: they have readable photos and sketches. */
  public int usablePeople() {
    return readable.identities().size();
  }

  /** How many cameras took the readable photos; 0 where they are unknown. */
  public long cameras() {
    return readable.photos().stream()
        .map(Picture::camera)
        .filter(Objects::nonNull)
        .distinct()
        .count();
  }
}
