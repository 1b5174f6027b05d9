package io.sketchwatch.dalnet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * PKU-Sketch (Pang et al., "Cross-Domain Adversarial Feature Learning for Sketch
 * Re-identification", ACM MM 2018) as its ReadMe describes it: {@code sketch/1.jpg} is the sketch
 * of person 1, {@code photo/1_05_356.jpg} a photo of person 1 by camera 05, and {@code
 * styleAnnotation/a_46.txt} lists the 46 people whom artist a drew. 200 people, each with one
 * sketch and two photos by two cameras.
 *
 * <p>There are ten random splits of 150 people to train and 50 to test. As in the public code that
 * makes such splits, every artist gives a quarter of the people; without {@code styleAnnotation}
 * all count as one artist's.
 */
final class PkuSketchLayout implements DataSetLayout {

  private static final RandomSplits SPLITS = new RandomSplits(50, 200);
  private static final String STYLES = "styleAnnotation";

  @Override
  public String name() {
    return "pku-sketch";
  }

  @Override
  public String description() {
    return "photo/1_05_356.jpg, sketch/1.jpg, styleAnnotation/a_46.txt";
  }

  @Override
  public boolean isIn(Path root) {
    return Files.isDirectory(root.resolve("photo"))
        && Files.isDirectory(root.resolve("sketch"))
        && !Files.isDirectory(root.resolve("photo/train"));
  }

  @Override
  public int splits() {
    return 10;
  }

  @Override
  public PersonDataSet read(Path root, Part part, int split) throws IOException {
    List<Picture> photos = new ArrayList<>();
    for (Path file : new PictureFolder(root, "photo").pictures()) {
      String[] words = PictureFolder.stem(file).split("_", 3);
      photos.add(new Picture(words[0], words.length == 3 ? words[1] : null, file));
    }
    List<Picture> sketches = new ArrayList<>();
    for (Path file : new PictureFolder(root, "sketch").pictures()) {
      sketches.add(new Picture(PictureFolder.stem(file), null, file));
    }
    PersonDataSet all = new PersonDataSet(root, photos, sketches);
    Map<String, String> artists = artists(root);
    Set<String> test = SPLITS.test(all.people(), person -> artists.getOrDefault(person, ""), split);
    return part == Part.TEST ? all.only(test::contains) : all.only(who -> !test.contains(who));
  }

  private static Map<String, String> artists(Path root) throws IOException {
    Map<String, String> artists = new HashMap<>();
    Path folder = root.resolve(STYLES);
    if (!Files.isDirectory(folder)) {
      return artists;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        for (String person : new HashSet<>(Files.readAllLines(file))) {
          artists.put(person.strip(), PictureFolder.stem(file));
        }
      }
    }
    return artists;
  }
}
