package io.sketchwatch.dalnet.data;

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
 */
public final class BatchLoader {

  private final InputSpec input;
  private final Augmentation augmentation;
  private final PictureCache cache;

  /** A loader for networks of an input. */
  public BatchLoader(InputSpec input, Augmentation augmentation) {
    this.input = input;
    this.augmentation = augmentation;
    this.cache = new PictureCache(input);
  }

  /** Makes the network inputs of examples. */
  public Batch load(List<Example> examples, Random random) {
    int length = input.length();
    float[] photos = new float[examples.size() * length];
    float[] sketches = new float[examples.size() * length];
    long[] seeds = random.longs(examples.size()).toArray();
    IntStream.range(0, seeds.length)
        .parallel()
        .forEach(
            i -> {
              Random own = new Random(seeds[i]);
              Example example = examples.get(i);
              int offset = i * length;
              augmentation.writePhoto(cache.get(example.photo()), input, own, photos, offset);
              augmentation.writeSketch(cache.get(example.sketch()), input, own, sketches, offset);
            });
    return new Batch(
        examples, new EnumMap<>(Map.of(Stream.PHOTO, photos, Stream.SKETCH, sketches)));
  }
}
