package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.gallery.CodeBlock;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.operators.match.PackedWatchlist;
import io.sketchwatch.operators.match.WatchlistKey;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * How many sightings a second meet a whole watchlist on one thread, beside a bare loop of dot
 * products over as many codes, in turns; and how large such a watchlist is as state.
 */
public final class WatchlistBenchmark {

  private static final List<Integer> DIMENSIONS = List.of(512, 2048);
  private static final List<Integer> QUERIES = List.of(1000, 10_000);
  private static final QueryScope EVERYWHERE = new QueryScope(null, null, null, null);

  /** Above what most of the people score who are not the target. */
  private static final double THRESHOLD = 0.995;

  private static final double BUDGET = Query.DEFAULT_FALSE_ALERTS_PER_DAY;

  private static final double MOST_STATE_MB = 100;

  private static final int TURNS = 40;
  private static final int WARM_UP = 60;

  /** Dot products of a turn. */
  private static final int PAIRS = 400_000;

  /** Measures; the sink receives each case as soon as it is measured. */
  public void run(Consumer<BenchmarkLine> sink) throws IOException {
    for (int dimension : DIMENSIONS) {
      for (int queries : QUERIES) {
        sink.accept(measure("match", queries, dimension, null));
        sink.accept(measure("match with budgets", queries, dimension, BUDGET));
      }
    }
    sink.accept(state(QUERIES.get(1), DIMENSIONS.get(0)));
  }

  /** What as many queries take of each subtask's state under two models. */
  private static BenchmarkLine state(int queries, int dimension) throws IOException {
    AlikePeople people = new AlikePeople(dimension);
    TypeSerializer<WatchlistKey> keys = serializer(WatchlistKey.class);
    TypeSerializer<WatchlistEntry> entries = serializer(WatchlistEntry.class);
    DataOutputSerializer out = new DataOutputSerializer(8 * dimension);
    double bytes = 0;
    for (int query = 0; query < queries; query++) {
      WatchlistEntry entry = entry(query, people, BUDGET);
      keys.serialize(WatchlistKey.of(entry), out);
      entries.serialize(entry, out);
      bytes += 2 * out.length();
      out.clear();
    }
    return new BenchmarkLine(
        "watchlist",
        "state of two models",
        queries,
        dimension,
        null,
        "heap",
        bytes / 1e6,
        "MB",
        MOST_STATE_MB,
        MOST_STATE_MB / (bytes / 1e6),
        null);
  }

  private static <T> TypeSerializer<T> serializer(Class<T> type) {
    return TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
  }

  /** What one sighting and one query of a thousand take of a thread. */
  static double secondsPerComparison(int dimension) {
    int queries = QUERIES.get(0);
    return 1 / (measure("match with budgets", queries, dimension, BUDGET).figure() * queries);
  }

  private static BenchmarkLine measure(
      String part, int queries, int dimension, Double falseAlertsPerDay) {
    AlikePeople people = new AlikePeople(dimension);
    PackedWatchlist watchlist = new PackedWatchlist();
    for (int query = 0; query < queries; query++) {
      watchlist.put(entry(query, people, falseAlertsPerDay));
    }
    int count = PAIRS / queries;
    List<Sighting> sightings = LongStream.range(0, count).mapToObj(people::sighting).toList();
    BareScan bare =
        new BareScan(
            List.of(
                CodeBlock.of(
                    dimension, LongStream.range(0, queries).mapToObj(people::embedding).toList())));
    List<String> matched = new ArrayList<>();
    double ours = 0;
    double limit = 0;
    for (int turn = 0; turn < WARM_UP + TURNS; turn++) {
      long start = System.nanoTime();
      match(watchlist, sightings, matched);
      long between = System.nanoTime();
      for (int i = 0; i < count; i++) {
        bare.run();
      }
      if (turn >= WARM_UP) {
        ours += (between - start) / 1e9;
        limit += (System.nanoTime() - between) / 1e9;
      }
    }
    double all = (double) TURNS * count;
    return new BenchmarkLine(
        "watchlist",
        part,
        queries,
        dimension,
        null,
        "heap",
        all / ours,
        "sightings/s",
        all / limit,
        limit / ours,
        null);
  }

  private static WatchlistEntry entry(int query, AlikePeople people, Double falseAlertsPerDay) {
    return new WatchlistEntry(
        "q" + query,
        1,
        AlikePeople.MODEL,
        people.embedding(-1 - query),
        EVERYWHERE,
        THRESHOLD,
        0,
        false,
        Exemplar.SKETCH,
        falseAlertsPerDay);
  }

  private static void match(
      PackedWatchlist watchlist, List<Sighting> sightings, List<String> matched) {
    matched.clear();
    for (Sighting sighting : sightings) {
      watchlist.match(sighting, (entry, score) -> matched.add(entry.queryId()));
    }
  }
}
