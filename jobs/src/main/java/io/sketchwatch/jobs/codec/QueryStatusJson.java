package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.query.QueryStatus;
import java.util.List;

/** The value of topic {@code query-status}, schema {@code schema/query-status.schema.json}. */
public final class QueryStatusJson {

  private QueryStatusJson() {}

  /** One line of JSON. */
  public static byte[] encode(QueryStatus status) {
    return new JsonObject()
        .put("queryId", status.queryId())
        .put("version", status.version())
        .put("status", status.status())
        .put("reason", status.reason())
        .put("progress", status.progress())
        .put("sightingsSearched", status.sightingsSearched())
        .put("threshold", status.threshold())
        .put("models", status.models() == null ? List.<String>of() : status.models())
        .put("at", status.at())
        .toBytes();
  }

  /** Reads what {@link #encode} wrote. */
  public static QueryStatus decode(byte[] json) throws BadRecordException {
    JsonFields fields = JsonFields.read("Status of query", "queryId", json);
    return new QueryStatus(
        fields.id("queryId"),
        fields.wholeNumber("version"),
        fields.oneOf("status", QueryStatus.Status.class),
        fields.optionalText("reason"),
        fields.number("progress"),
        fields.wholeNumber("sightingsSearched"),
        fields.optionalNumber("threshold"),
        fields.texts("models"),
        fields.instant("at"));
  }
}
