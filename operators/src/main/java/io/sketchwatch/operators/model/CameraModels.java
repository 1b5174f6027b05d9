package io.sketchwatch.operators.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which model each tracklet of a camera is embedded by.
 *
 * <p>A camera takes a model up with the first tracklet that begins after all that it has shots of
 * already, and not before the model's own time. So a tracklet is embedded by one model from its
 * first shot to its last, whatever is announced in between.
 *
 * @param latest first detection of the latest tracklet with a shot; null before there is one
 * @param takenUp in the order of their rank, and so of their times
 */
public record CameraModels(Instant latest, List<TakenUp> takenUp) {

  static final CameraModels NONE = new CameraModels(null, List.of());

  /** After models came into service or went. */
  CameraModels with(ServedModels served) {
    List<TakenUp> all = new ArrayList<>();
    for (ServedModel model : served.models()) {
      if (!model.candidate()) {
        model.activations().forEach(activation -> all.add(takeUp(model.modelId(), activation)));
      }
    }
    List<TakenUp> needed =
        all.stream()
            .filter(one -> all.stream().noneMatch(other -> other.replaces(one)))
            .sorted(Comparator.comparing(TakenUp::from))
            .toList();
    return new CameraModels(latest, needed);
  }

  private TakenUp takeUp(String modelId, Activation activation) {
    for (TakenUp held : takenUp) {
      if (held.modelId().equals(modelId) && held.activation().equals(activation)) {
        return held;
      }
    }
    boolean fromNow =
        latest != null && activation.epoch() > 0 && !activation.from().isAfter(latest);
    return new TakenUp(modelId, activation, fromNow ? latest.plusNanos(1) : activation.from());
  }

  /** After a shot of a tracklet. */
  CameraModels seen(Instant firstSeen) {
    return latest == null || firstSeen.isAfter(latest)
        ? new CameraModels(firstSeen, takenUp)
        : this;
  }

  /** The model of a tracklet, by its first detection. */
  String modelOf(Instant firstSeen) {
    String modelId = null;
    for (TakenUp one : takenUp) {
      if (!one.from().isAfter(firstSeen)) {
        modelId = one.modelId();
      }
    }
    return modelId;
  }
}
