package io.sketchwatch.operators.model;

import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.model.AlertDifference;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.match.Match;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Tells, for each candidate and stretch of five minutes, how its alerts would have differed, by
 * {@link #stretch}; the models in service are broadcast.
 *
 * <p>Compared is whose photo reached a sketch's threshold under either, before cooldowns. A
 * tracklet belongs to the stretch of its first detection; a stretch is told when the watermark is a
 * minute past its end, and what comes after that of it is left out. Stretches that a candidate was
 * not in shadow for from their start on are not told of it, nor those in which nobody matched.
 * State: the alert ids of the stretches under way, while there is a candidate.
 */
public final class CompareCandidatesFunction
    extends KeyedBroadcastProcessFunction<Instant, Match, ServedModels, ModelStatus> {

  /** Since when each candidate runs in shadow, by model id. */
  public static final MapStateDescriptor<String, Shadow> SHADOWS =
      new MapStateDescriptor<>("shadows", Types.STRING, TypeInformation.of(Shadow.class));

  /** Length of a stretch of capture time. */
  static final Duration STRETCH = Duration.ofMinutes(5);

  /** How long a tracklet that was first seen in a stretch may go on. */
  static final Duration GRACE = Duration.ofMinutes(1);

  /** Most ids that are told of each kind. */
  static final int EXAMPLES = 5;

  static final MapStateDescriptor<String, Boolean> ALERTED =
      new MapStateDescriptor<>("alerted", Types.STRING, Types.BOOLEAN);

  static final MapStateDescriptor<CandidateAlert, Boolean> SHADOWED =
      new MapStateDescriptor<>("shadowed", TypeInformation.of(CandidateAlert.class), Types.BOOLEAN);

  private static final long serialVersionUID = 1;

  private transient MapState<String, Boolean> alerted;
  private transient MapState<CandidateAlert, Boolean> shadowed;

  /** Start of the stretch that a match belongs to: the key. */
  public static Instant stretch(Match match) {
    long length = STRETCH.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(match.firstSeen().toEpochMilli(), length) * length);
  }

  @Override
  public void open(OpenContext context) {
    alerted = getRuntimeContext().getMapState(ALERTED);
    shadowed = getRuntimeContext().getMapState(SHADOWED);
  }

  @Override
  public void processElement(Match match, ReadOnlyContext context, Collector<ModelStatus> out)
      throws Exception {
    long due = context.getCurrentKey().plus(STRETCH).plus(GRACE).toEpochMilli();
    boolean nobodyCompares =
        !context.getBroadcastState(SHADOWS).immutableEntries().iterator().hasNext();
    boolean isByPhoto = !match.exemplar().equals(Exemplar.SKETCH);
    if (nobodyCompares || isByPhoto || due <= context.currentWatermark()) {
      return;
    }
    String alertId = AlertIds.alertId(match.queryId(), match.trackletId());
    if (ShadowName.is(match.modelId())) {
      shadowed.put(new CandidateAlert(ShadowName.modelId(match.modelId()), alertId), true);
    } else {
      alerted.put(alertId, true);
    }
    context.timerService().registerEventTimeTimer(due);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<ModelStatus> out)
      throws Exception {
    Instant now = Instant.ofEpochMilli(context.currentProcessingTime());
    for (var candidate : context.getBroadcastState(SHADOWS).immutableEntries()) {
      if (!candidate.getValue().since().isAfter(context.getCurrentKey())) {
        AlertDifference difference = difference(candidate.getKey(), context.getCurrentKey());
        out.collect(
            new ModelStatus(
                candidate.getKey(),
                ModelStatus.State.SHADOW,
                candidate.getValue().epoch(),
                null,
                difference,
                now));
      }
    }
    alerted.clear();
    shadowed.clear();
  }

  private AlertDifference difference(String modelId, Instant start) throws Exception {
    Set<String> onlyActive = new TreeSet<>();
    alerted.keys().forEach(onlyActive::add);
    Set<String> onlyCandidate = new TreeSet<>();
    long both = 0;
    for (CandidateAlert alert : shadowed.keys()) {
      if (alert.modelId().equals(modelId)) {
        if (onlyActive.remove(alert.alertId())) {
          both++;
        } else {
          onlyCandidate.add(alert.alertId());
        }
      }
    }
    return new AlertDifference(
        start,
        start.plus(STRETCH),
        both,
        onlyCandidate.size(),
        onlyActive.size(),
        onlyCandidate.stream().limit(EXAMPLES).toList(),
        onlyActive.stream().limit(EXAMPLES).toList());
  }

  @Override
  public void processBroadcastElement(
      ServedModels served, Context context, Collector<ModelStatus> out) throws Exception {
    BroadcastState<String, Shadow> shadows = context.getBroadcastState(SHADOWS);
    List<String> over = new ArrayList<>();
    for (Map.Entry<String, Shadow> held : shadows.immutableEntries()) {
      ServedModel model = served.get(held.getKey());
      if (model == null || !model.candidate() || model.epoch() != held.getValue().epoch()) {
        over.add(held.getKey());
      }
    }
    for (String modelId : over) {
      shadows.remove(modelId);
    }
    Instant now = Instant.ofEpochMilli(context.currentWatermark());
    for (ServedModel model : served.models()) {
      if (model.candidate() && !shadows.contains(model.modelId())) {
        Instant from = model.activations().get(0).from();
        shadows.put(model.modelId(), new Shadow(model.epoch(), from.isAfter(now) ? from : now));
      }
    }
  }
}
