package io.sketchwatch.operators.gallery;

import java.util.List;

/**
 * A part of what an order to erase has come to; all parts of an order add up.
 *
 * @param erasureId the order
 * @param keyGroups of cameras in which every bucket that may hold such sightings has been asked
 * @param asked how many buckets that were
 * @param answered how many have answered
 * @param cameraId whose sightings were erased; null where none were
 * @param sightings their keys, {@code camera/tracklet/shot}, once a model
 */
public record ErasedPart(
    String erasureId,
    int keyGroups,
    int asked,
    int answered,
    String cameraId,
    List<String> sightings) {

  static ErasedPart asked(String erasureId, int keyGroups, int buckets) {
    return new ErasedPart(erasureId, keyGroups, buckets, 0, null, List.of());
  }

  /** What one bucket has erased. */
  public static ErasedPart answered(String erasureId, String cameraId, List<String> sightings) {
    return new ErasedPart(erasureId, 0, 0, 1, cameraId, sightings);
  }

  /** Of a sighting that came after the order. */
  static ErasedPart late(String erasureId, String cameraId, String sighting) {
    return new ErasedPart(erasureId, 0, 0, 0, cameraId, List.of(sighting));
  }
}
