package io.sketchwatch.dalnet.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the person is in each photo of a data set: a grey picture of the photo's shape, white on
 * the person. A photo without one counts as the person everywhere.
 */
public final class PhotoMasks {

  private static final Logger LOG = LoggerFactory.getLogger(PhotoMasks.class);
  private static final String FOLDER = "masks";

  private final Map<Path, Picture> byPhoto;
  private final String fingerprint;

  PhotoMasks(Map<Path, Picture> byPhoto, String fingerprint) {
    this.byPhoto = Map.copyOf(byPhoto);
    this.fingerprint = fingerprint;
  }

  /**
   * The masks that a data set brings, {@code masks/<identity>/<name of the photo>.png}. Photos that
   * lack one are counted in a warning.
   */
  public static PhotoMasks broughtBy(PersonDataSet data) throws IOException {
    PhotoMasks masks = foundIn(data);
    if (masks.byPhoto.size() < data.photos().size()) {
      LOG.warn(
          "Data set '{}' has masks for {} of {} photos: the others keep their background, which"
              + " weakens the auxiliary stream; fetch the mask model, or add"
              + " masks/<identity>/*.png",
          data.root(),
          masks.byPhoto.size(),
          data.photos().size());
    }
    return masks;
  }

  /** What {@link #broughtBy} gives, for a use that needs no mask of every photo. */
  public static PhotoMasks foundIn(PersonDataSet data) throws IOException {
    Map<Path, Picture> masks = new HashMap<>();
    StringBuilder hashes = new StringBuilder();
    for (Picture photo : data.photos()) {
      Path file = data.root().resolve(FOLDER).resolve(photo.identity()).resolve(png(photo));
      if (Files.isRegularFile(file)) {
        masks.put(photo.file(), new Picture(photo.identity(), photo.camera(), file));
        hashes.append(Sha256.hex(file)).append('\n');
      }
    }
    return new PhotoMasks(masks, masks.isEmpty() ? "full" : Sha256.hex(bytes(hashes)));
  }

  private static byte[] bytes(StringBuilder text) {
    return text.toString().getBytes(UTF_8);
  }

  /** Name of a photo's mask: that of the photo, as PNG. */
  static String png(Picture photo) {
    String name = photo.file().getFileName().toString();
    int end = name.lastIndexOf('.');
    return (end < 1 ? name : name.substring(0, end)) + ".png";
  }

  /** Whether there is no mask at all. */
  public boolean isEmpty() {
    return byPhoto.isEmpty();
  }

  /** Whether there is a mask of a photo. */
  public boolean has(Picture photo) {
    return byPhoto.containsKey(photo.file());
  }

  /** The mask of a photo, or null where the person is everywhere. */
  Picture of(Picture photo) {
    return byPhoto.get(photo.file());
  }

  /** Equal for equal masks of equal photos. */
  public String fingerprint() {
    return fingerprint;
  }
}
