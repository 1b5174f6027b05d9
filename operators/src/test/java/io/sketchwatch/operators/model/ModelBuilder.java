package io.sketchwatch.operators.model;

import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelAnnouncement.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Announcements and models in service, for tests; all announced at noon unless told otherwise. */
public final class ModelBuilder {

  public static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  public static final ServedModel START =
      ServedModel.atStart("m0", sha256("m0"), Map.of("0.999", 0.5));

  private ModelBuilder() {}

  public static String sha256(String modelId) {
    return "%064x".formatted(modelId.hashCode());
  }

  /** A model in force for tracklets first seen from then on. */
  public static ServedModel inForce(String modelId, long epoch, Instant from) {
    return served(modelId, false, new Activation(epoch, from, NOON));
  }

  public static ServedModel candidate(String modelId, long epoch, Instant from) {
    return served(modelId, true, new Activation(epoch, from, NOON));
  }

  private static ServedModel served(String modelId, boolean candidate, Activation activation) {
    return new ServedModel(
        modelId,
        "file:/models/" + modelId,
        sha256(modelId),
        Map.of("0.999", 0.6),
        candidate,
        List.of(activation),
        null);
  }

  static ParsedModel announced(String modelId, State state, long epoch, Instant activeFrom) {
    return announced(modelId, sha256(modelId), state, epoch, activeFrom);
  }

  static ParsedModel announced(
      String modelId, String sha256, State state, long epoch, Instant activeFrom) {
    return new ParsedModel(
        modelId,
        new ModelAnnouncement(modelId, "file:/models/" + modelId, sha256, state, epoch, activeFrom),
        NOON,
        null);
  }

  static ParsedModel tombstone(String modelId) {
    return new ParsedModel(modelId, null, NOON, null);
  }
}
