package io.sketchwatch.core.query;

import io.sketchwatch.core.embedding.Embedding;

/**
 * A confirmed photo that a query searches with beside its sketch.
 *
 * @param queryId the query
 * @param alertId the alert that was confirmed
 * @param photo its name in later alerts: the key of the sighting, {@code camera/tracklet/shot}
 * @param modelId the model that embedded it
 * @param embedding of the photo
 */
public record Exemplar(
    String queryId, String alertId, String photo, String modelId, Embedding embedding) {

  /** The name of a query's sketch, where a photo would have its own. */
  public static final String SKETCH = "sketch";
}
