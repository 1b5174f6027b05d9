package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Orders that keep sightings out of the gallery, by id. An order speaks of what came before it was
 * given; so after the gallery's retention, none of that can come any more, and it is forgotten.
 */
public final class ErasuresInForce {

  /** By erasure id. */
  public static final MapStateDescriptor<String, Erasure> DESCRIPTOR =
      new MapStateDescriptor<>("erasures", Types.STRING, TypeInformation.of(Erasure.class));

  private ErasuresInForce() {}

  /**
   * Puts an order in force, and forgets those that were given before a moment.
   *
   * @return whether it is new, and not one of those itself
   */
  static boolean put(
      Erasure erasure, BroadcastState<String, Erasure> orders, Instant forgottenBefore)
      throws Exception {
    List<String> over = new ArrayList<>();
    for (Map.Entry<String, Erasure> order : orders.immutableEntries()) {
      if (order.getValue().at().isBefore(forgottenBefore)) {
        over.add(order.getKey());
      }
    }
    for (String erasureId : over) {
      orders.remove(erasureId);
    }
    if (orders.contains(erasure.erasureId()) || erasure.at().isBefore(forgottenBefore)) {
      return false;
    }
    orders.put(erasure.erasureId(), erasure);
    return true;
  }

  /** An order that covers a sighting, or null. */
  static Erasure covering(Sighting sighting, ReadOnlyBroadcastState<String, Erasure> orders)
      throws Exception {
    for (Map.Entry<String, Erasure> order : orders.immutableEntries()) {
      if (order.getValue().covers(sighting)) {
        return order.getValue();
      }
    }
    return null;
  }
}
