package io.sketchwatch.operators.gallery;

/**
 * How far an order to erase has come; all zero at first.
 *
 * @param keyGroups of cameras that have been asked
 * @param asked buckets
 * @param answered buckets
 * @param sightings erased
 */
public record ErasureProgress(int keyGroups, int asked, int answered, long sightings) {

  static final ErasureProgress NONE = new ErasureProgress(0, 0, 0, 0);

  ErasureProgress plus(ErasedPart part) {
    return new ErasureProgress(
        keyGroups + part.keyGroups(),
        asked + part.asked(),
        answered + part.answered(),
        sightings + part.sightings().size());
  }

  boolean isDone(int allKeyGroups) {
    return keyGroups == allKeyGroups && answered == asked;
  }
}
