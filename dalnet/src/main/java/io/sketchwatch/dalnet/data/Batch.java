package io.sketchwatch.dalnet.data;

import io.sketchwatch.dalnet.network.Stream;
import java.util.List;
import java.util.Map;

/**
 * Aligned pictures of every stream: the i-th of each shows the i-th identity.
 *
 * @param examples what it was made of
 * @param pixels a stream's network inputs, {@code [N, 3, height, width]} in row-major order
 */
public record Batch(List<Example> examples, Map<Stream, float[]> pixels) {

  /** The identity of each row. */
  public long[] identities() {
    return examples.stream().mapToLong(Example::identity).toArray();
  }

  /** Pictures of all streams. */
  public int pictures() {
    return examples.size() * pixels.size();
  }
}
