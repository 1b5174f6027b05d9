package io.sketchwatch.operators.calibration;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.calibration.Calibration;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.WindowPart;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;

/** What scores were known to mean in the last hour's windows, of the key that is set. */
final class CalibrationsInForce {

  private static final long OF_THE_PAST = Long.MIN_VALUE;

  private static final int KEPT = 12;

  private static final MapStateDescriptor<Long, Calibration> DESCRIPTOR =
      new MapStateDescriptor<>(
          "calibrations-in-force", LongSerializer.INSTANCE, CalibrationSerializer.INSTANCE);

  private final MapState<Long, Calibration> inForce;

  CalibrationsInForce(RuntimeContext context) {
    this.inForce = context.getMapState(DESCRIPTOR);
  }

  void clear() {
    inForce.clear();
  }

  /** In force for what a search finds in the past, and until a window tells more. */
  void putPast(Calibration calibration) throws Exception {
    inForce.put(OF_THE_PAST, calibration);
  }

  /** In force from a window on. */
  void put(long from, Calibration calibration) throws Exception {
    inForce.put(from, calibration);
    List<Long> old = new ArrayList<>();
    for (long number : inForce.keys()) {
      if (number != OF_THE_PAST && number <= from - KEPT) {
        old.add(number);
      }
    }
    for (long number : old) {
      inForce.remove(number);
    }
  }

  /** The first window that a window of the stream is in force for; the largest number if none. */
  long first() throws Exception {
    long first = Long.MAX_VALUE;
    for (long from : inForce.keys()) {
      first = from == OF_THE_PAST ? first : Math.min(first, from);
    }
    return first;
  }

  /** What is in force for matches of the past; null if that is what their query began with. */
  Calibration ofPast() throws Exception {
    return inForce.get(OF_THE_PAST);
  }

  /** What is in force for a match; null if that is the threshold that the query began with. */
  Calibration of(Match match) throws Exception {
    return match.phase() == Phase.LIVE ? at(WindowPart.numberOf(match.firstSeen())) : ofPast();
  }

  private Calibration at(long number) throws Exception {
    Calibration known = inForce.get(number);
    return known == null ? inForce.get(latest(number)) : known;
  }

  private long latest(long number) throws Exception {
    long latest = OF_THE_PAST;
    for (long from : inForce.keys()) {
      latest = from <= number ? Math.max(from, latest) : latest;
    }
    return latest;
  }
}
