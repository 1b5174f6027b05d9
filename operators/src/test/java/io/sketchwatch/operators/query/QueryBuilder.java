package io.sketchwatch.operators.query;

import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.query.Query;
import java.time.Instant;
import java.util.List;

/** Queries for tests. */
final class QueryBuilder {

  static final byte[] SKETCH = ImageCodec.png(new Image(2, 2, new byte[12]));

  private final long version;
  private Query.State state = Query.State.ACTIVE;
  private Media sketch = new Media("image/png", SKETCH, null);
  private Instant until;
  private Long lookbackMillis;
  private Double threshold;

  private QueryBuilder(long version) {
    this.version = version;
  }

  static QueryBuilder aQuery(long version) {
    return new QueryBuilder(version);
  }

  QueryBuilder paused() {
    state = Query.State.PAUSED;
    return this;
  }

  QueryBuilder drawn(Media media) {
    sketch = media;
    return this;
  }

  QueryBuilder until(Instant time) {
    until = time;
    return this;
  }

  QueryBuilder lookback(long millis) {
    lookbackMillis = millis;
    return this;
  }

  QueryBuilder threshold(double score) {
    threshold = score;
    return this;
  }

  Query build() {
    return new Query(
        "q",
        version,
        state,
        sketch,
        List.of("c1"),
        null,
        until,
        lookbackMillis,
        threshold,
        null,
        7,
        null);
  }

  ParsedQuery parsed() {
    return new ParsedQuery("q", build(), null, origin(), new byte[] {9});
  }

  static ParsedQuery tombstone() {
    return new ParsedQuery("q", null, null, origin(), null);
  }

  static RecordOrigin origin() {
    return new RecordOrigin("queries", 0, 4);
  }
}
