package io.sketchwatch.operators;

/**
 * The stages of the live job, and of the one that embeds its sightings anew. The names are the
 * operators' uids, the names in the web UI and the {@code stage} of dead letters: they are API,
 * never renamed, never reused.
 */
public final class Stages {

  public static final String FRAME_SOURCE = "frame-source";
  public static final String CHECK_FRAMES = "check-frames";
  public static final String CROP_PERSONS = "crop-persons";
  public static final String TRACK_PERSONS = "track-persons";
  public static final String ASSIGN_SHOTS = "assign-shots";
  public static final String EMBED_CROPS = "embed-crops";
  public static final String REEMBEDDED_SOURCE = "reembedded-source";
  public static final String CHECK_REEMBEDDED = "check-reembedded";
  public static final String STORED_SOURCE = "stored-source";
  public static final String RECALL_SIGHTINGS = "recall-sightings";
  public static final String LIVE_ARRIVALS = "live-arrivals";
  public static final String REEMBEDDED_ARRIVALS = "reembedded-arrivals";
  public static final String ERASURE_SOURCE = "erasure-source";
  public static final String BUCKET_SIGHTINGS = "bucket-sightings";
  public static final String QUERY_SOURCE = "query-source";
  public static final String TRACK_QUERIES = "track-queries";
  public static final String ASSIGN_QUERIES = "assign-queries";
  public static final String EMBED_QUERIES = "embed-queries";
  public static final String MODEL_SOURCE = "model-source";
  public static final String VERIFY_MODELS = "verify-models";
  public static final String MATCH_QUERIES = "match-queries";
  public static final String CALIBRATE = "calibrate";
  public static final String VERDICT_SOURCE = "verdict-source";
  public static final String TRACK_VERDICTS = "track-verdicts";
  public static final String APPLY_VERDICTS = "apply-verdicts";
  public static final String EXEMPLAR_SOURCE = "exemplar-source";
  public static final String ADD_EXEMPLARS = "add-exemplars";
  public static final String SUPPRESS_REPEAT_ALERTS = "suppress-repeat-alerts";
  public static final String MEASURE_ALERTS = "measure-alerts";
  public static final String COUNT_DEAD_LETTERS = "count-dead-letters";
  public static final String REPORT_QUERY_STATUS = "report-query-status";
  public static final String PUBLISH_SIGHTINGS = "publish-sightings";
  public static final String SIGHTING_SINK = "sighting-sink";
  public static final String ALERT_SINK = "alert-sink";
  public static final String EXEMPLAR_SINK = "exemplar-sink";
  public static final String QUERY_STATUS_SINK = "query-status-sink";
  public static final String COMPARE_CANDIDATES = "compare-candidates";
  public static final String MODEL_STATUS_SINK = "model-status-sink";
  public static final String REPORT_ERASURES = "report-erasures";
  public static final String ERASURE_STATUS_SINK = "erasure-status-sink";
  public static final String NAME_TOMBSTONES = "name-tombstones";
  public static final String TOMBSTONE_SINK = "tombstone-sink";
  public static final String COVERAGE_SINK = "coverage-sink";
  public static final String DEAD_LETTER_SINK = "dead-letter-sink";
  public static final String AUDIT_SEARCHES = "audit-searches";
  public static final String AUDIT_REFUSALS = "audit-refusals";
  public static final String AUDIT_ALERTS = "audit-alerts";
  public static final String AUDIT_VERDICTS = "audit-verdicts";
  public static final String ASSIGN_CASES = "assign-cases";
  public static final String CHAIN_AUDIT = "chain-audit";
  public static final String AUDIT_SINK = "audit-sink";
  public static final String AUDIT_ANCHOR_SINK = "audit-anchor-sink";

  public static final String SIGHTING_SOURCE = "sighting-source";
  public static final String CHECK_SIGHTINGS = "check-sightings";
  public static final String REEMBED_SIGHTINGS = "reembed-sightings";
  public static final String REEMBEDDED_SINK = "reembedded-sink";

  private Stages() {}
}
