package io.sketchwatch.dalnet.data;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.dalnet.network.Stream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Reads, changes and normalises the pictures of a batch, on all cores; the same random generator
 * gives the same batch whatever their number.
 *
 * <p>A photo and its mask share one drawn geometry; the cutout is taken after it, but before the
 * photo's colours are changed or parts of it erased. A sketch has a geometry of its own.
 */
public final class BatchLoader {

  private final InputSpec input;
  private final Augmentation augmentation;
  private final CutoutWriter cutoutWriter;
  private final PictureCache cache;

  /** A loader for networks of an input, without an auxiliary stream. */
  public BatchLoader(InputSpec input, Augmentation augmentation) {
    this(input, augmentation, null);
  }

  /** A loader for networks of an input that also cuts photos out; null does not. */
  public BatchLoader(InputSpec input, Augmentation augmentation, CutoutWriter cutoutWriter) {
    this.input = input;
    this.augmentation = augmentation;
    this.cutoutWriter = cutoutWriter;
    this.cache = new PictureCache(input);
  }

  /** Makes the network inputs of examples. */
  public Batch load(List<Example> examples, Random random) {
    int count = examples.size();
    float[] photos = new float[count * input.length()];
    float[] sketches = new float[count * input.length()];
    Batch.Cutouts cutouts = cutoutWriter == null ? null : Batch.Cutouts.of(count, input);
    Batch batch =
        new Batch(
            examples,
            new EnumMap<>(Map.of(Stream.PHOTO, photos, Stream.SKETCH, sketches)),
            cutouts);
    long[] seeds = random.longs(count).toArray();
    IntStream.range(0, count).parallel().forEach(i -> write(i, batch, new Random(seeds[i])));
    return batch;
  }

  private void write(int i, Batch batch, Random random) {
    Example example = batch.examples().get(i);
    Geometry geometry = augmentation.drawGeometry(random);
    Image photo = augmentation.move(cache.get(example.photo()), geometry);
    if (cutoutWriter != null) {
      cutoutWriter.write(photo, example.photo(), cache, geometry, batch.cutouts(), i);
    }
    int offset = i * input.length();
    augmentation.writePhoto(photo, input, random, batch.pixels().get(Stream.PHOTO), offset);
    augmentation.writeSketch(
        cache.get(example.sketch()), input, random, batch.pixels().get(Stream.SKETCH), offset);
  }
}
