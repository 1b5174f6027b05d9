package io.sketchwatch.dalnet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * QMUL-ShoeV2 and QMUL-ChairV2 (SketchX, Queen Mary University of London) as public loaders read
 * them: {@code trainB/2429245009.png} is a photo, {@code trainA/2429245009_1.png} and {@code _2}
 * are sketches of it; {@code testA} and {@code testB} hold those for the test. An "identity" is one
 * shoe or chair. The one split is the published one.
 *
 * <p>The two sets have the same layout and differ by their folder's name, which must contain "shoe"
 * or "chair" to be recognised.
 *
 * @param name on the command line
 * @param word that the folder's name contains
 */
record QmulLayout(String name, String word) implements DataSetLayout {

  static final QmulLayout SHOES = new QmulLayout("qmul-shoe-v2", "shoe");
  static final QmulLayout CHAIRS = new QmulLayout("qmul-chair-v2", "chair");

  @Override
  public String description() {
    return "{train,test}B/NAME.png, {train,test}A/NAME_1.png in a folder named *%s*"
        .formatted(word);
  }

  @Override
  public boolean isIn(Path root) {
    String folder = String.valueOf(root.toAbsolutePath().normalize().getFileName());
    return folder.toLowerCase(Locale.ROOT).contains(word)
        && Files.isDirectory(root.resolve("trainA"))
        && Files.isDirectory(root.resolve("trainB"));
  }

  @Override
  public int splits() {
    return 1;
  }

  @Override
  public PersonDataSet read(Path root, Part part, int split) throws IOException {
    String prefix = part == Part.TRAIN ? "train" : "test";
    List<Picture> photos = new ArrayList<>();
    for (Path file : new PictureFolder(root, prefix + "B").pictures()) {
      photos.add(new Picture(PictureFolder.stem(file), null, file));
    }
    List<Picture> sketches = new ArrayList<>();
    for (Path file : new PictureFolder(root, prefix + "A").pictures()) {
      String name = PictureFolder.stem(file);
      int number = name.lastIndexOf('_');
      sketches.add(new Picture(number < 1 ? name : name.substring(0, number), null, file));
    }
    return new PersonDataSet(root, photos, sketches);
  }
}
