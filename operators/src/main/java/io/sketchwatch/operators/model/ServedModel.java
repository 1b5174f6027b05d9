package io.sketchwatch.operators.model;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A model that the job uses, beside others.
 *
 * @param modelId names the model
 * @param uri where its package lies; null for the model that the job was started with
 * @param sha256 of its package
 * @param backgroundQuantiles of its manifest, probability as text to score; empty if it has none
 * @param candidate whether it runs in shadow
 * @param activations when it was put into service, in the order of the announcements; of a
 *     candidate one, when its shadow began; none once it is retired
 * @param retiredAt wall clock from which on it embeds no more shots; its sightings are still
 *     searched. Null while it is in service
 */
public record ServedModel(
    String modelId,
    String uri,
    String sha256,
    Map<String, Double> backgroundQuantiles,
    boolean candidate,
    List<Activation> activations,
    Instant retiredAt)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** The model that the job was started with, for everything that no other is in force for. */
  public static ServedModel atStart(
      String modelId, String sha256, Map<String, Double> backgroundQuantiles) {
    return new ServedModel(
        modelId,
        null,
        sha256,
        Map.copyOf(backgroundQuantiles),
        false,
        List.of(new Activation(0, Instant.MIN, Instant.MIN)),
        null);
  }

  /** The package to open it from; not for the model that the job was started with. */
  public AnnouncedPackage modelPackage() {
    return new AnnouncedPackage(modelId, uri, sha256);
  }

  /** What its embeddings go by, in the gallery, in searches and in matches. */
  public String embeddingName() {
    return candidate ? ShadowName.of(modelId) : modelId;
  }

  /** The highest epoch that it was announced with. */
  long epoch() {
    return activations.stream().mapToLong(Activation::epoch).max().orElse(0);
  }

  boolean isAtStart() {
    return uri == null;
  }

  ServedModel with(List<Activation> others) {
    return new ServedModel(
        modelId, uri, sha256, backgroundQuantiles, candidate, List.copyOf(others), retiredAt);
  }

  ServedModel retired(Instant at) {
    return new ServedModel(modelId, uri, sha256, backgroundQuantiles, candidate, List.of(), at);
  }
}
