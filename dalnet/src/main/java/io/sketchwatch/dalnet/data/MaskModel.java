package io.sketchwatch.dalnet.data;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelManifest.Kind;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxModel;
import io.sketchwatch.core.model.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * U²-Net (Qin et al., Pattern Recognition 2020): finds the foreground of a photo. Thread-safe.
 *
 * <p>The photo is stretched to the network's input, divided by its greatest value and normalised by
 * ImageNet's mean and deviation; the first output is stretched to 0 to 1 and to the photo's size.
 */
public final class MaskModel implements AutoCloseable {

  private static final int WHITE = 255;

  private final OnnxModel model;
  private final InputSpec input;
  private final String hash;

  private MaskModel(OnnxModel model, InputSpec input, String hash) {
    this.model = model;
    this.input = input;
    this.hash = hash;
  }

  /**
   * Opens a model package of kind MASK; each call of {@link #mask} uses one thread.
   *
   * @throws InvalidModelException if it is damaged or of another kind
   */
  public static MaskModel open(Path folder) throws IOException {
    ModelPackage found = ModelPackage.open(folder);
    String hash = found.manifest().files().get(ModelPackage.MASK);
    if (found.manifest().kind() != Kind.MASK || hash == null) {
      throw new InvalidModelException(
          "Model '%s' must be of kind MASK, but was %s: name the folder of a mask model"
              .formatted(folder, found.manifest().kind()));
    }
    OnnxModel model = OnnxModel.open(found.file(ModelPackage.MASK), 1);
    return new MaskModel(model, found.manifest().input(), hash);
  }

  /** The foreground of a photo: a grey picture of its size, from black to white. */
  public Image mask(Image photo) {
    Image scaled = photo.resize(input.width(), input.height());
    float[] values = new float[input.length()];
    dividedBy(greatest(scaled)).write(scaled, values, 0);
    Tensor output = model.run(values, 1, 3, input.height(), input.width()).get(0);
    return grey(output.values()).resize(photo.width(), photo.height());
  }

  private static int greatest(Image image) {
    int greatest = 1;
    for (byte value : image.rgb()) {
      greatest = Math.max(greatest, value & 0xff);
    }
    return greatest;
  }

  /** The input whose values are divided by this instead of by 255. */
  private InputSpec dividedBy(int greatest) {
    double scale = greatest / (double) WHITE;
    return new InputSpec(
        input.width(),
        input.height(),
        input.channels(),
        input.fit(),
        input.mean().stream().map(value -> value * scale).toList(),
        input.std().stream().map(value -> value * scale).toList());
  }

  private Image grey(float[] probabilities) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : probabilities) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    byte[] rgb = new byte[3 * probabilities.length];
    for (int i = 0; i < rgb.length; i++) {
      float part = most > least ? (probabilities[i / 3] - least) / (most - least) : 1;
      rgb[i] = (byte) Math.round(part * WHITE);
    }
    return new Image(input.width(), input.height(), rgb);
  }

  /**
   * The masks of all photos of a data set, worked out once and kept in {@code
   * cache/<fingerprint>-<model>/<identity>/}, where a later call finds them.
   *
   * @param fingerprint of the data set
   * @param progress receives the number of photos done, in any order and from any thread
   * @throws IOException if a photo can't be read or a mask can't be written
   */
  public PhotoMasks masks(PersonDataSet data, String fingerprint, Path cache, IntConsumer progress)
      throws IOException {
    Path folder =
        cache.resolve("%s-%s".formatted(fingerprint.substring(0, 16), hash.substring(0, 16)));
    Map<Path, Picture> masks = new HashMap<>();
    for (Picture photo : data.photos()) {
      Path file = folder.resolve(photo.identity()).resolve(PhotoMasks.png(photo));
      Files.createDirectories(file.getParent());
      masks.put(photo.file(), new Picture(photo.identity(), photo.camera(), file));
    }
    AtomicInteger done = new AtomicInteger();
    try {
      List<Map.Entry<Path, Picture>> entries = List.copyOf(masks.entrySet());
      entries.parallelStream()
          .forEach(
              entry -> {
                write(entry.getKey(), entry.getValue().file());
                progress.accept(done.incrementAndGet());
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new PhotoMasks(masks, hash);
  }

  private void write(Path photo, Path file) {
    if (Files.exists(file)) {
      return;
    }
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(partial, ImageCodec.png(mask(PictureCache.decode(photo))));
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("Mask '%s' can't be written: %s".formatted(file, e), e));
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
