package io.sketchwatch.dalnet.evaluation;

import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.dalnet.data.PersonDataSet;

/**
 * Ranks a data set's photos for each of its sketches, with any encoder: a checkpoint's network or
 * an exported package.
 */
public final class Evaluator {

  private Evaluator() {}

  /**
   * Embeds every picture and measures.
   *
   * @throws java.io.UncheckedIOException if a picture can't be read; the message names it
   * @throws IllegalArgumentException if no sketch has a photo of the same person
   */
  public static Evaluation evaluate(Encoder encoder, PersonDataSet data) {
    return EmbeddedDataSet.of(encoder, data, () -> {}).evaluate();
  }
}
