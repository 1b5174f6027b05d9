package io.sketchwatch.dalnet.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;

import io.sketchwatch.core.hash.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Photos and sketches of people, whatever layout they were read from.
 *
 * @param root the folder that holds all files
 * @param photos in a fixed order
 * @param sketches in a fixed order
 */
public record PersonDataSet(Path root, List<Picture> photos, List<Picture> sketches) {

  public PersonDataSet {
    photos = List.copyOf(photos);
    sketches = List.copyOf(sketches);
  }

  /** The people of whom there are both photos and sketches, sorted by name. */
  public List<String> identities() {
    Set<String> drawn = sketches.stream().map(Picture::identity).collect(toSet());
    return photos.stream()
        .map(Picture::identity)
        .distinct()
        .filter(drawn::contains)
        .sorted()
        .toList();
  }

  /** Everyone of whom there is a photo or a sketch, sorted by name. */
  public List<String> people() {
    return Stream.concat(photos.stream(), sketches.stream())
        .map(Picture::identity)
        .distinct()
        .sorted()
        .toList();
  }

  /** How many photos and sketches there are. */
  public int size() {
    return photos.size() + sketches.size();
  }

  /** The pictures of some of the people. */
  public PersonDataSet only(Predicate<String> people) {
    return filtered(picture -> people.test(picture.identity()));
  }

  /** All but some files. */
  public PersonDataSet without(Set<Path> files) {
    return filtered(picture -> !files.contains(picture.file()));
  }

  private PersonDataSet filtered(Predicate<Picture> kept) {
    return new PersonDataSet(
        root, photos.stream().filter(kept).toList(), sketches.stream().filter(kept).toList());
  }

  /** SHA-256 over the name and content of every file: equal for equal data. */
  public String fingerprint() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Picture picture : Stream.concat(photos.stream(), sketches.stream()).toList()) {
      String name = root.relativize(picture.file()).toString().replace('\\', '/');
      lines.append(name).append('\n').append(Sha256.hex(picture.file())).append('\n');
    }
    return Sha256.hex(lines.toString().getBytes(UTF_8));
  }
}
