package io.sketchwatch.modelexport.pack;

import io.sketchwatch.core.embedding.Encoder;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Measures a package's encoder before the package is finished, for its manifest to tell. */
@FunctionalInterface
public interface Judge {

  /** What is known of a model that nobody measured. */
  Judgement NOTHING = new Judgement(new TreeMap<>(), null);

  /**
   * Measures.
   *
   * @param encoder to be left open
   */
  Judgement judge(Encoder encoder);

  /**
   * What was measured.
   *
   * @param metrics figures by name, such as {@code rank1}
   * @param backgroundQuantiles of scores of different people; null if unknown
   */
  record Judgement(
      NavigableMap<String, Double> metrics, NavigableMap<String, Double> backgroundQuantiles) {}
}
