package io.sketchwatch.operators.verdict;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.operators.match.Match;

/**
 * The best shot that a query has found of a tracklet: what a verdict on it speaks of.
 *
 * @param photo its name, {@code camera/tracklet/shot}
 * @param modelId the model that embedded it
 * @param strength of the match
 * @param embedding of the shot
 */
public record MatchedPhoto(String photo, String modelId, double strength, Embedding embedding) {

  static MatchedPhoto of(Match match) {
    return new MatchedPhoto(match.photo(), match.modelId(), match.strength(), match.embedding());
  }

  boolean isWeakerThan(Match match) {
    return match.strength() > strength;
  }

  /** How alike a match's shot is, -1 to 1; -1 if another model embedded it. */
  double score(Match match) {
    return modelId.equals(match.modelId()) ? embedding.score(match.embedding()) : -1;
  }
}
