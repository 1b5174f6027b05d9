package io.sketchwatch.jobs.command;

import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.jobs.codec.BadRecordException;
import io.sketchwatch.jobs.codec.QueryJson;
import io.sketchwatch.jobs.codec.QueryStatusJson;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The wanted state of all queries, as the topic has it, read and written by the command. */
final class QueryTopic {

  static final String QUERIES = "queries";
  static final String STATUS = "query-status";

  private final KafkaOptions kafka;

  QueryTopic(KafkaOptions kafka) {
    this.kafka = kafka;
  }

  /** The queries that aren't withdrawn, by id; of each the highest version. */
  SortedMap<String, Query> read() throws IOException, InterruptedException {
    SortedMap<String, Query> queries = new TreeMap<>();
    try (TopicReader reader = new TopicReader(kafka, QUERIES)) {
      reader.seek(null);
      reader.readToEnd(record -> apply(record, queries));
    }
    return queries;
  }

  private static void apply(ConsumerRecord<String, byte[]> record, Map<String, Query> queries) {
    if (record.key() == null) {
      return;
    }
    if (record.value() == null) {
      queries.remove(record.key());
      return;
    }
    try {
      Query query = QueryJson.decode(record.value());
      if (record.key().equals(query.queryId())) {
        queries.merge(
            query.queryId(), query, (old, now) -> now.version() > old.version() ? now : old);
      }
    } catch (BadRecordException e) {
      // The job refuses it too, and says why in dead-letters.
    }
  }

  /** The last status of each query, by id. */
  Map<String, QueryStatus> readStatus() throws IOException, InterruptedException {
    Map<String, QueryStatus> statuses = new TreeMap<>();
    try (TopicReader reader = new TopicReader(kafka, STATUS)) {
      reader.seek(null);
      reader.readToEnd(record -> applyStatus(record, statuses));
    }
    return statuses;
  }

  private static void applyStatus(
      ConsumerRecord<String, byte[]> record, Map<String, QueryStatus> statuses) {
    if (record.value() == null) {
      return;
    }
    try {
      QueryStatus status = QueryStatusJson.decode(record.value());
      statuses.put(status.queryId(), status);
    } catch (BadRecordException e) {
      // A status of another release says nothing here.
    }
  }

  /** The query as it stands; an unknown one is an error. */
  Query require(String queryId) throws IOException, InterruptedException {
    Query query = read().get(queryId);
    if (query == null) {
      throw new IOException(
          "Query '%s' is not known: list them with: sketchwatch query list".formatted(queryId));
    }
    return query;
  }

  /** The wanted state, as the version after a known one. */
  static Query next(Query known, Query wanted) {
    return with(wanted, known.version() + 1, wanted.state());
  }

  /** The known state, paused or resumed, as its next version. */
  static Query next(Query known, Query.State state) {
    return with(known, known.version() + 1, state);
  }

  private static Query with(Query query, long version, Query.State state) {
    return new Query(
        query.queryId(),
        version,
        state,
        query.sketch(),
        query.cameras(),
        query.from(),
        query.until(),
        query.lookbackMillis(),
        query.threshold(),
        query.falseAlertsPerDay(),
        query.cooldownMillis(),
        query.authority());
  }

  /** Sends a wanted state; returns when Kafka has it. */
  void put(Query query) throws IOException, InterruptedException {
    writer().send(query.queryId(), QueryJson.encode(query));
  }

  /** Sends a tombstone; returns when Kafka has it. */
  void withdraw(String queryId) throws IOException, InterruptedException {
    writer().send(queryId, null);
  }

  private TopicWriter writer() {
    return new TopicWriter(kafka, QUERIES, "query");
  }
}
