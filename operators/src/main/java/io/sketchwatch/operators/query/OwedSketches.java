package io.sketchwatch.operators.query;

import io.sketchwatch.operators.model.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The queries that a model has still to embed, each in its last version: those under way, and those
 * that the model has missed. Thread-safe.
 */
final class OwedSketches {

  private final Map<Key, Owed> owed = new ConcurrentHashMap<>();

  /** A query on its way to a model, instead of any version before. */
  Owed begin(SketchToEmbed query, ServedModel model) {
    Owed begun = new Owed(query, model);
    owed.put(begun.key(), begun);
    return begun;
  }

  /** The query has been embedded, or refused, unless a later version has begun. */
  void done(Owed settled) {
    owed.remove(settled.key(), settled);
  }

  /** The query has ended. */
  void forget(String queryId) {
    owed.keySet().removeIf(key -> key.queryId.equals(queryId));
  }

  /** What has been missed of the models in service; that of others is forgotten. */
  List<Owed> missed(List<ServedModel> served) {
    List<String> names = served.stream().map(ServedModel::embeddingName).toList();
    owed.keySet().removeIf(key -> !names.contains(key.name));
    List<Owed> missed = new ArrayList<>(owed.values());
    missed.removeIf(one -> !one.missed);
    return missed;
  }

  /** A query that a model has to embed. */
  static final class Owed {

    private final SketchToEmbed query;
    private final ServedModel model;
    private volatile boolean missed;

    private Owed(SketchToEmbed query, ServedModel model) {
      this.query = query;
      this.model = model;
    }

    SketchToEmbed query() {
      return query;
    }

    ServedModel model() {
      return model;
    }

    /** The model was not there to embed it. */
    void miss() {
      missed = true;
    }

    private Key key() {
      return new Key(query.queryId(), model.embeddingName());
    }
  }

  private record Key(String queryId, String name) {}
}
