package io.sketchwatch.dalnet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * CUFSF (Zhang, Wang, Tang, "Coupled Information-Theoretic Encoding for Face Photo-Sketch
 * Recognition", CVPR 2011). Its archive holds the sketches only: {@code original_sketch/00001.jpg}
 * is of person 00001, one of 1,194. The photos are FERET's, under a licence of their own: put those
 * listed in the archive's {@code names_of_photos_used_for_drawing_sketches.txt} into {@code photo},
 * by FERET's names such as {@code 00001fb010_930831.tif}; the first five digits are the person. The
 * JDK reads TIFF, JPEG, PNG and BMP, but not FERET's PPM.
 *
 * <p>There are five random splits of 700 people to train and 494 to test, as in the search protocol
 * of the public {@code bob.db.cuhk_cufsf} package.
 */
final class CufsfLayout implements DataSetLayout {

  private static final RandomSplits SPLITS = new RandomSplits(494, 1194);
  private static final int PERSON = 5;

  @Override
  public String name() {
    return "cufsf";
  }

  @Override
  public String description() {
    return "original_sketch/00001.jpg, photo/00001fb010_930831.tif";
  }

  @Override
  public boolean isIn(Path root) {
    return Files.isDirectory(root.resolve("original_sketch"));
  }

  @Override
  public int splits() {
    return 5;
  }

  @Override
  public PersonDataSet read(Path root, Part part, int split) throws IOException {
    PersonDataSet all =
        new PersonDataSet(root, pictures(root, "photo"), pictures(root, "original_sketch"));
    Set<String> test = SPLITS.test(all.people(), UnaryOperator.identity(), split);
    return part == Part.TEST ? all.only(test::contains) : all.only(who -> !test.contains(who));
  }

  private static List<Picture> pictures(Path root, String folder) throws IOException {
    List<Picture> pictures = new ArrayList<>();
    for (Path file : new PictureFolder(root, folder).pictures()) {
      String name = PictureFolder.stem(file);
      pictures.add(new Picture(name.substring(0, Math.min(PERSON, name.length())), null, file));
    }
    return pictures;
  }
}
