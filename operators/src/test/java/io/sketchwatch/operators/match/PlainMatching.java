package io.sketchwatch.operators.match;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.match.History.Event;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The plain computation: what is held and what is watched for, compared whenever one grows. */
public final class PlainMatching {

  private final Map<String, Sighting> held = new TreeMap<>();
  private final Map<String, WatchlistEntry> watched = new TreeMap<>();
  private final List<Pair> pairs = new ArrayList<>();

  /** A sighting that a query finds. */
  public record Pair(WatchlistEntry entry, Sighting sighting) {

    public double score() {
      return entry.embedding().score(sighting.embedding());
    }

    /** The name of the match that it makes. */
    String name() {
      return name(entry.queryId(), entry.version(), sighting.trackletId(), sighting.shot());
    }

    static String name(Match match) {
      return name(match.queryId(), match.queryVersion(), match.trackletId(), match.shot());
    }

    private static String name(String queryId, long version, String trackletId, int shot) {
      return queryId + " " + version + " " + trackletId + " " + shot;
    }

    private boolean isMatch() {
      return !entry.paused()
          && score() >= entry.threshold()
          && entry.scope().covers(sighting.cameraId(), sighting.firstSeen());
    }
  }

  /** What happened in this order. */
  public static PlainMatching of(List<Event> history) {
    PlainMatching plain = new PlainMatching();
    for (Event event : history) {
      if (event instanceof Event.Seen seen) {
        plain.see(seen.sighting());
      } else if (event instanceof Event.Updated updated) {
        plain.update(updated.update());
      }
    }
    return plain;
  }

  /** All that were found, in the order in which they were. */
  public List<Pair> pairs() {
    return pairs;
  }

  /** Those that are still watched for. */
  List<Pair> pairsInForce() {
    return pairs.stream().filter(pair -> watched.containsValue(pair.entry())).toList();
  }

  List<WatchlistEntry> watched() {
    return watched.values().stream().filter(entry -> !entry.paused()).toList();
  }

  private void see(Sighting sighting) {
    if (held.putIfAbsent(sighting.key(), sighting) == null) {
      watched.values().forEach(entry -> compare(entry, sighting));
    }
  }

  private void update(WatchlistUpdate update) {
    WatchlistEntry entry = update.entry();
    if (entry == null) {
      watched.remove(update.queryId());
    } else if (entry.supersedes(watched.get(entry.queryId()))) {
      watched.put(entry.queryId(), entry);
      held.values().forEach(sighting -> compare(entry, sighting));
    }
  }

  private void compare(WatchlistEntry entry, Sighting sighting) {
    Pair pair = new Pair(entry, sighting);
    if (pair.isMatch()) {
      pairs.add(pair);
    }
  }
}
