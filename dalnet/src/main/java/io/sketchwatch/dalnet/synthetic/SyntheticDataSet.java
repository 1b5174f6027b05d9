package io.sketchwatch.dalnet.synthetic;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.core.image.ImageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Writes a data set of drawn people in the plain layout:
 *
 * <pre>
 * {train,test}/photos/IDENTITY/cameraC_N.jpg
 * {train,test}/masks/IDENTITY/cameraC_N.png     white where the person is seen
 * {train,test}/sketches/IDENTITY/artistA_N.png
 * data.json                                     written last
 * </pre>
 *
 * <p>A tenth of the identities, at least one, is held out for the test: the last ones. The same
 * arguments give the same bytes, and the first identities of a larger set look like those of a
 * smaller one. A folder with {@code data.json} is complete.
 */
public final class SyntheticDataSet {

  /** Name of the file that says what a set is. */
  public static final String DESCRIPTION = "data.json";

  private static final int VERSION = 2;

  private SyntheticDataSet() {}

  /**
   * Writes the set.
   *
   * @param out folder, made if missing; must not hold a set already
   * @param identities how many people, at least 2
   * @param photos a person, at least 1
   * @param sketches a person, at least 1
   * @param seed decides everything
   * @param progress receives the number of people done after each
   */
  public static void write(
      Path out, int identities, int photos, int sketches, long seed, IntConsumer progress)
      throws IOException {
    if (identities < 2 || photos < 1 || sketches < 1) {
      throw new IllegalArgumentException(
          "Data set '%s' must have at least 2 identities, 1 photo and 1 sketch, but was %d, %d and %d"
              .formatted(out, identities, photos, sketches));
    }
    if (Files.exists(out.resolve(DESCRIPTION))) {
      throw new IOException(
          "Folder '%s' holds a data set already: name another or delete it".formatted(out));
    }
    int train = identities - heldOut(identities);
    for (int i = 0; i < identities; i++) {
      Path part = out.resolve(i < train ? "train" : "test");
      writeIdentity(part, "%05d".formatted(i), identity(seed, i), photos, sketches);
      progress.accept(i + 1);
    }
    describe(out, identities, photos, sketches, seed);
  }

  /** The person of that place in a set of that seed. */
  public static SyntheticIdentity identity(long seed, int index) {
    return SyntheticIdentity.of(Dice.seed(seed, 41, index));
  }

  /** How many of the identities are for the test. */
  public static int heldOut(int identities) {
    return Math.max(1, identities / 10);
  }

  private static void writeIdentity(
      Path part, String name, SyntheticIdentity identity, int photos, int sketches)
      throws IOException {
    Path photoFolder = Files.createDirectories(part.resolve("photos").resolve(name));
    Path maskFolder = Files.createDirectories(part.resolve("masks").resolve(name));
    Path sketchFolder = Files.createDirectories(part.resolve("sketches").resolve(name));
    for (int i = 0; i < photos; i++) {
      SyntheticPhoto photo = identity.photo(i);
      String file = "camera%d_%d".formatted(photo.camera(), i);
      Files.write(photoFolder.resolve(file + ".jpg"), photo.jpeg().data());
      Files.write(maskFolder.resolve(file + ".png"), ImageCodec.png(photo.mask()));
    }
    for (int i = 0; i < sketches; i++) {
      String file = "artist%d_%d.png".formatted(identity.artist(i), i);
      Files.write(sketchFolder.resolve(file), ImageCodec.png(identity.sketch(i)));
    }
  }

  private static void describe(Path out, int identities, int photos, int sketches, long seed)
      throws IOException {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("version", VERSION);
    description.put("kind", "synthetic");
    description.put("seed", seed);
    description.put("identities", identities);
    description.put("train", identities - heldOut(identities));
    description.put("test", heldOut(identities));
    description.put("photos", photos);
    description.put("sketches", sketches);
    description.put("cameras", SyntheticPhoto.CAMERAS);
    description.put("artists", SyntheticSketch.ARTISTS);
    byte[] json =
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(description);
    Files.write(out.resolve(DESCRIPTION), json);
  }
}
