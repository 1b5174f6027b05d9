package io.sketchwatch.dalnet.data;

import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.dalnet.network.Stream;
import java.util.List;
import java.util.Map;

/**
 * Aligned pictures of every stream: the i-th of each shows the i-th identity.
 *
 * @param examples what it was made of
 * @param pixels network inputs of photos and sketches, {@code [N, 3, height, width]} in row-major
 *     order
 * @param cutouts what the auxiliary stream's pictures are made of; null where there is none
 */
public record Batch(List<Example> examples, Map<Stream, float[]> pixels, Cutouts cutouts) {

  /**
   * Photos as they are before anything but their geometry was changed, and where the person is.
   *
   * @param photos {@code [N, 3, height, width]}, RGB from 0 to 1
   * @param masks {@code [N, 1, height, width]}, 1 where the person is
   */
  public record Cutouts(float[] photos, float[] masks) {

    /** Room for so many photos at a network's input size. */
    static Cutouts of(int count, InputSpec input) {
      return new Cutouts(new float[count * input.length()], new float[count * input.length() / 3]);
    }
  }

  /** The identity of each row. */
  public long[] identities() {
    return examples.stream().mapToLong(Example::identity).toArray();
  }

  /** Pictures of all streams. */
  public int pictures() {
    return examples.size() * (pixels.size() + (cutouts == null ? 0 : 1));
  }
}
