package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.query.Authority;
import io.sketchwatch.core.query.Query;
import java.util.List;

/**
 * The value of topic {@code queries}: a query's whole wanted state, schema {@code
 * schema/query.schema.json}.
 *
 * <p>Without {@code state} a query is ACTIVE, without {@code cameras} (or with {@code "all"}) it
 * watches all of them, without {@code cooldown} it has none, and with neither {@code threshold} nor
 * {@code falseAlertsPerDay} it has the default budget.
 */
public final class QueryJson {

  private QueryJson() {}

  /** One line of JSON. */
  public static byte[] encode(Query query) {
    JsonObject json =
        new JsonObject()
            .put("queryId", query.queryId())
            .put("version", query.version())
            .put("state", query.state())
            .put("sketch", query.sketch())
            .put("cameras", query.cameras())
            .put("from", query.from())
            .put("until", query.until())
            .putMillis("lookback", query.lookbackMillis())
            .put("threshold", query.threshold())
            .put("falseAlertsPerDay", query.falseAlertsPerDay())
            .putMillis("cooldown", query.cooldownMillis());
    if (query.authority() != null) {
      json.putObject(
          "authority",
          authority ->
              authority
                  .put("reference", query.authority().reference())
                  .put("purpose", query.authority().purpose())
                  .put("owner", query.authority().owner()));
    }
    return json.toBytes();
  }

  /** Reads what {@link #encode} or anybody else wrote. */
  public static Query decode(byte[] json) throws BadRecordException {
    JsonFields fields = JsonFields.read("Query", "queryId", json);
    Long cooldown = fields.optionalMillis("cooldown");
    try {
      return new Query(
          fields.id("queryId"),
          fields.wholeNumber("version"),
          fields.has("state") ? fields.oneOf("state", Query.State.class) : Query.State.ACTIVE,
          fields.media("sketch"),
          cameras(fields),
          fields.optionalInstant("from"),
          fields.optionalInstant("until"),
          fields.optionalMillis("lookback"),
          fields.optionalNumber("threshold"),
          fields.optionalNumber("falseAlertsPerDay"),
          cooldown == null ? 0 : cooldown,
          authority(fields));
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(e.getMessage());
    }
  }

  private static List<String> cameras(JsonFields fields) throws BadRecordException {
    if (!fields.has("cameras") || fields.hasText("cameras", "all")) {
      return null;
    }
    List<String> cameras = fields.texts("cameras");
    if (cameras.isEmpty()) {
      throw new BadRecordException(
          "Query '%s' must name at least one camera in 'cameras', but was []: leave it out for all"
              .formatted(fields.id("queryId")));
    }
    return cameras;
  }

  private static Authority authority(JsonFields fields) throws BadRecordException {
    if (!fields.has("authority")) {
      return null;
    }
    JsonFields authority = fields.object("authority");
    return new Authority(
        authority.id("reference"),
        authority.optionalText("purpose"),
        authority.optionalText("owner"));
  }
}
