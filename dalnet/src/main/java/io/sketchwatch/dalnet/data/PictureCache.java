package io.sketchwatch.dalnet.data;

import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.model.InputSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decoded pictures at the network's input size, kept while memory allows. Thread-safe.
 *
 * <p>They are resized by the same code as when serving.
 */
public final class PictureCache {

  private final int width;
  private final int height;
  private final Map<Path, SoftReference<Image>> images = new ConcurrentHashMap<>();

  /** A cache of pictures as large as a network's input. */
  public PictureCache(InputSpec input) {
    this.width = input.width();
    this.height = input.height();
  }

  /**
   * The picture at the input's size.
   *
   * @throws UncheckedIOException if the file can't be read or decoded; the message names it
   */
  public Image get(Picture picture) {
    SoftReference<Image> kept = images.get(picture.file());
    Image image = kept == null ? null : kept.get();
    if (image == null) {
      image = decode(picture.file()).resize(width, height);
      images.put(picture.file(), new SoftReference<>(image));
    }
    return image;
  }

  /** Decodes a picture file at its own size. */
  public static Image decode(Path file) {
    try {
      return ImageCodec.decode(Files.readAllBytes(file));
    } catch (BadImageException e) {
      throw new UncheckedIOException(
          new IOException("Picture '%s': %s".formatted(file, e.getMessage()), e));
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("Picture '%s' can't be read: %s".formatted(file, e), e));
    }
  }
}
