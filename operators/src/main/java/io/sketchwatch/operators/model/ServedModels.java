package io.sketchwatch.operators.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All models that the job uses: the one that it was started with, which is always there, those that
 * are or were in force, and candidates. Immutable; sent to every stage whole, the last one counts.
 *
 * @param models in the order of their first announcement, one an id
 */
public record ServedModels(List<ServedModel> models) {

  /** The model that the job was started with, alone. */
  public static ServedModels of(ServedModel start) {
    return new ServedModels(List.of(start));
  }

  /**
   * What was held by a job that may have been started with another model: that one is held on only
   * as far as it was announced.
   */
  static ServedModels restored(ServedModel start, List<ServedModel> held) {
    ServedModels models = of(start);
    for (ServedModel model : held) {
      List<Activation> announced =
          model.activations().stream().filter(activation -> activation.epoch() > 0).toList();
      if (!announced.isEmpty() || model.retiredAt() != null) {
        models = models.with(model.with(announced));
      }
    }
    return models;
  }

  /** The model of an id; null if it is not used. */
  public ServedModel get(String modelId) {
    return models.stream()
        .filter(model -> model.modelId().equals(modelId))
        .findFirst()
        .orElse(null);
  }

  /**
   * After an announcement. One that puts a model into service again leaves it in service for the
   * times that it was for before.
   */
  ServedModels with(ServedModel announced) {
    ServedModel held = get(announced.modelId());
    boolean goesOn = held != null && !held.candidate() && !announced.candidate();
    List<Activation> activations =
        goesOn
            ? Stream.concat(held.activations().stream(), announced.activations().stream()).toList()
            : announced.activations();
    return replaced(announced.modelId(), List.of(announced.with(activations)));
  }

  /** Without a model; of the one that the job was started with, without its announcements. */
  ServedModels without(String modelId) {
    ServedModel held = get(modelId);
    return held != null && held.isAtStart()
        ? replaced(
            modelId,
            List.of(held.with(held.activations().stream().filter(a -> a.epoch() == 0).toList())))
        : replaced(modelId, List.of());
  }

  /**
   * After a model was announced as retired: no shot is embedded by it any more, but queries are,
   * for as long as its sightings may be held. A candidate has none to search.
   */
  ServedModels retired(String modelId, Instant at) {
    ServedModel held = get(modelId);
    boolean searched = held != null && !held.isAtStart() && !held.candidate();
    return searched ? replaced(modelId, List.of(held.retired(at))) : without(modelId);
  }

  private ServedModels replaced(String modelId, List<ServedModel> instead) {
    List<ServedModel> others = new ArrayList<>();
    boolean found = false;
    for (ServedModel model : models) {
      boolean same = model.modelId().equals(modelId);
      others.addAll(same ? instead : List.of(model));
      found |= same;
    }
    if (!found) {
      others.addAll(instead);
    }
    return new ServedModels(List.copyOf(others));
  }

  /**
   * Without what has nothing left to be used for: a model that has been retired, or whose successor
   * has been in force, for a lifetime by the wall clock.
   *
   * @param lifetime for which sightings of the model before may still be held, or on their way
   */
  ServedModels at(Instant now, Duration lifetime) {
    Instant settled = now.minus(lifetime);
    List<ServedModel> left = new ArrayList<>();
    for (ServedModel model : models) {
      List<Activation> activations =
          model.activations().stream()
              .filter(activation -> model.candidate() || !isOver(activation, settled))
              .toList();
      boolean searched = model.retiredAt() != null && model.retiredAt().isAfter(settled);
      if (searched || !activations.isEmpty()) {
        left.add(model.with(activations));
      }
    }
    return new ServedModels(List.copyOf(left));
  }

  private boolean isOver(Activation activation, Instant settled) {
    return activation.epoch() > 0
        && activations()
            .anyMatch(other -> other.outranks(activation) && !other.inForce().isAfter(settled));
  }

  private Stream<Activation> activations() {
    return models.stream()
        .filter(model -> !model.candidate())
        .flatMap(model -> model.activations().stream());
  }
}
