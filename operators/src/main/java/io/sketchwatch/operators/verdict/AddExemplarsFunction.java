package io.sketchwatch.operators.verdict;

import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Adds a query's confirmed photos to what is watched for, by query id, whichever comes first.
 *
 * <p>A photo has an entry of its own, with the scope, version and cooldown of the sketch and a
 * threshold of photos; a new version of the query renews it. It counts under the model that
 * embedded it. A query that has left the watchlist takes its photos along; should it come back, so
 * do they, until their verdicts are revoked. State: one entry a model, and one exemplar a confirmed
 * alert.
 */
public final class AddExemplarsFunction
    extends KeyedCoProcessFunction<String, WatchlistUpdate, ParsedExemplar, WatchlistUpdate> {

  private static final MapStateDescriptor<String, WatchlistEntry> SKETCHES =
      new MapStateDescriptor<>("sketches", Types.STRING, TypeInformation.of(WatchlistEntry.class));

  private static final MapStateDescriptor<String, Exemplar> EXEMPLARS =
      new MapStateDescriptor<>("exemplars", Types.STRING, TypeInformation.of(Exemplar.class));

  private static final long serialVersionUID = 1;

  private final PhotoThresholds thresholds;

  private transient MapState<String, WatchlistEntry> sketches;
  private transient MapState<String, Exemplar> exemplars;

  /**
   * @param thresholds that photos have to reach
   */
  public AddExemplarsFunction(PhotoThresholds thresholds) {
    this.thresholds = thresholds;
  }

  @Override
  public void open(OpenContext context) {
    sketches = getRuntimeContext().getMapState(SKETCHES);
    exemplars = getRuntimeContext().getMapState(EXEMPLARS);
  }

  @Override
  public void processElement1(
      WatchlistUpdate update, Context context, Collector<WatchlistUpdate> out) throws Exception {
    out.collect(update);
    WatchlistEntry sketch = update.entry();
    if (sketch != null) {
      if (sketch.supersedes(sketches.get(sketch.modelId()))) {
        sketches.put(sketch.modelId(), sketch);
        for (Exemplar exemplar : exemplars.values()) {
          if (exemplar.modelId().equals(sketch.modelId())) {
            watch(exemplar, out);
          }
        }
      }
    } else if (update.endedModel() != null) {
      sketches.remove(update.endedModel());
    } else if (update.refusal() == null) {
      sketches.clear();
    }
  }

  @Override
  public void processElement2(
      ParsedExemplar parsed, Context context, Collector<WatchlistUpdate> out) throws Exception {
    if (parsed.deadLetter() != null) {
      context.output(DeadLetters.TAG, parsed.deadLetter());
      return;
    }
    ExemplarUpdate update = parsed.update();
    Exemplar held = exemplars.get(update.alertId());
    if (held != null && !held.equals(update.exemplar())) {
      exemplars.remove(update.alertId());
      if (sketches.contains(held.modelId())) {
        out.collect(WatchlistUpdate.removal(entry(held)));
      }
    }
    if (update.exemplar() != null && !update.exemplar().equals(held)) {
      exemplars.put(update.alertId(), update.exemplar());
      watch(update.exemplar(), out);
    }
  }

  private void watch(Exemplar exemplar, Collector<WatchlistUpdate> out) throws Exception {
    if (sketches.contains(exemplar.modelId())) {
      out.collect(WatchlistUpdate.upsert(entry(exemplar)));
    }
  }

  private WatchlistEntry entry(Exemplar exemplar) throws Exception {
    WatchlistEntry sketch = sketches.get(exemplar.modelId());
    return sketch.with(exemplar, thresholds.forExemplar(sketch.threshold()));
  }
}
