package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.operators.gallery.ArrivedSighting;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Plays numbers, from 0 on, as traffic: sightings of the past hours as fast as they are taken, then
 * sightings as they happen, at a steady rate, each of which alerts one query. Once half of the time
 * is over, searches are asked for, all at once; their version is the time of it.
 */
final class PlayTrafficFunction extends ProcessFunction<Long, ArrivedSighting> {

  /** The queries. */
  static final OutputTag<WatchlistUpdate> QUERIES =
      new OutputTag<>("queries", TypeInformation.of(WatchlistUpdate.class));

  /** How the ids of the queries begin, one a camera, that each sighting alerts one of. */
  static final String EVERYBODY = "everybody-";

  /** How the ids of those begin whose search is measured. */
  static final String SEARCH = "search-";

  /** Sightings a second. */
  static final int RATE = 100;

  /** In what time those of the past came: ten buckets of a camera. */
  private static final Duration PAST = Duration.ofMinutes(100);

  private static final QueryScope EVERYWHERE = new QueryScope(null, null, null, null);
  private static final double BUDGET = 10;

  /** What hardly anybody reaches, before a query knows better. */
  private static final double THRESHOLD = 0.999;

  private static final long serialVersionUID = 1;

  private final int past;
  private final Duration time;
  private final int searches;
  private final int dimension;
  private final int watching;

  private transient AlikePeople people;
  private transient Instant opened;
  private transient Instant begin;

  /**
   * @param past sightings before the steady ones
   * @param time how long those come
   * @param watching queries with a budget that watch from the beginning
   */
  PlayTrafficFunction(int past, Duration time, int searches, int dimension, int watching) {
    this.past = past;
    this.time = time;
    this.searches = searches;
    this.dimension = dimension;
    this.watching = watching;
  }

  /** How many numbers there are to play. */
  long numbers() {
    return past + RATE * time.toMillis() / 1000;
  }

  @Override
  public void open(OpenContext context) {
    people = new AlikePeople(dimension);
    opened = Instant.now();
  }

  @Override
  public void processElement(Long number, Context context, Collector<ArrivedSighting> out)
      throws InterruptedException {
    if (number == 0) {
      for (int camera = 0; camera < AlikePeople.CAMERAS; camera++) {
        context.output(QUERIES, WatchlistUpdate.upsert(everybody(AlikePeople.camera(camera))));
      }
      for (int query = 0; query < watching; query++) {
        context.output(
            QUERIES,
            WatchlistUpdate.upsert(budgeted("watching-" + query, 1, -2 - searches - query)));
      }
    }
    if (number < past) {
      out.collect(ArrivedSighting.live(people.sighting(number, before(number))));
    } else {
      Instant due = due(number - past);
      Thread.sleep(Math.max(0, Duration.between(Instant.now(), due).toMillis()));
      if (number == past + (numbers() - past) / 2) {
        search(due, context);
      }
      out.collect(ArrivedSighting.live(people.sighting(number, due)));
    }
  }

  /** When a sighting of the past came. */
  private Instant before(long number) {
    return opened.minus(PAST).plusMillis(PAST.toMillis() * number / past);
  }

  private Instant due(long live) {
    if (begin == null) {
      begin = Instant.now();
    }
    return begin.plusMillis(live * 1000 / RATE);
  }

  /** It alerts on whoever comes by a camera after the past. */
  private WatchlistEntry everybody(String camera) {
    return new WatchlistEntry(
        EVERYBODY + camera,
        1,
        AlikePeople.MODEL,
        people.embedding(-1),
        new QueryScope(List.of(camera), opened, null, null),
        -1,
        0,
        false);
  }

  private void search(Instant now, Context context) {
    for (int search = 0; search < searches; search++) {
      context.output(
          QUERIES,
          WatchlistUpdate.upsert(budgeted(SEARCH + search, now.toEpochMilli(), -2 - search)));
    }
  }

  private WatchlistEntry budgeted(String queryId, long version, long person) {
    return new WatchlistEntry(
        queryId,
        version,
        AlikePeople.MODEL,
        people.embedding(person),
        EVERYWHERE,
        THRESHOLD,
        0,
        false,
        null,
        BUDGET);
  }
}
