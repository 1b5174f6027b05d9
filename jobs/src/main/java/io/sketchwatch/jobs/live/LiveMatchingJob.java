package io.sketchwatch.jobs.live;

import static io.sketchwatch.jobs.live.StageSettings.stage;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.operators.CountDeadLettersFunction;
import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.audit.ChainAuditFunction;
import io.sketchwatch.operators.gallery.BucketSightingsFunction;
import io.sketchwatch.operators.match.MatchQueriesOperator;
import io.sketchwatch.operators.model.VerifyModelsOperator;
import io.sketchwatch.operators.tracklet.TrackPersonsFunction;
import io.sketchwatch.operators.verdict.ApplyVerdictsFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The live job: frames, queries and verdicts in, alerts out. Sources and sinks are the caller's, so
 * that tests and the demo run this very graph.
 *
 * <p>Guarantees: one camera's frames are tracked in order; each (sighting, query) pair is compared
 * exactly once, across failures too; an alert's id is a function of its query and tracklet, so that
 * at-least-once sinks repeat ids, never invent them; a record that can't be used becomes a dead
 * letter; who asked what and what came of it is recorded in one hash chain a case. State grows with
 * the sightings of the gallery's retention, or with matches alone where {@link RetentionMode#ZERO}
 * keeps no gallery.
 */
public final class LiveMatchingJob {

  /** Key groups of the job's state; fixed for good, because state is stored by them. */
  public static final int MAX_PARALLELISM = 512;

  private final ModelStages models;
  private final SightingStages sightings;
  private final GalleryStages gallery;
  private final WatchlistStages watchlist;
  private final AlertStages alerts;
  private final AuditStages audit;

  /**
   * @throws IllegalArgumentException if an option is out of its range
   */
  public LiveMatchingJob(LiveModels models, ReadableConfig options) {
    StageSettings settings = StageSettings.of(models, options);
    this.models = new ModelStages(settings);
    this.sightings = new SightingStages(settings);
    this.gallery = new GalleryStages(settings);
    this.watchlist = new WatchlistStages(settings);
    this.alerts = new AlertStages(settings);
    this.audit = new AuditStages(options.get(LiveMatchingOptions.AUDIT_ANCHOR_INTERVAL));
  }

  /** The graph between sources and sinks. */
  public LiveOutputs define(LiveInputs inputs) {
    var served = models.verifyModels(inputs.models());
    var checked = sightings.checkFrames(inputs.frames());
    var crops = sightings.cropPersons(checked);
    var shots = sightings.trackPersons(crops);
    var seen = sightings.embedCrops(shots, served);
    var reembedded = gallery.checkReembedded(inputs.reembedded());
    var recalled = gallery.recallSightings(inputs.stored());
    var held = gallery.bucketSightings(seen, reembedded, recalled, inputs.erasures());
    var sketches = watchlist.trackQueries(inputs.queries());
    var sought = watchlist.embedQueries(sketches, served);
    var watched = watchlist.addExemplars(sought, inputs.exemplars());
    var candidates = alerts.matchQueries(held, watched);
    var matches = alerts.calibrate(candidates);
    var verdicts = alerts.trackVerdicts(inputs.verdicts());
    var judged = alerts.applyVerdicts(matches, verdicts);
    var sent = alerts.suppressRepeatAlerts(judged);
    var statuses = watchlist.reportQueryStatus(sketches, candidates, matches);
    var chained = audit.chainAudit(sketches, audit.events(candidates, statuses, sent, verdicts));
    var erased =
        held.getSideOutput(BucketSightingsFunction.ERASED)
            .union(candidates.getSideOutput(MatchQueriesOperator.ERASED));
    return new LiveOutputs(
        sightings.publishSightings(held.getSideOutput(BucketSightingsFunction.PUBLISHED)),
        sent,
        judged.getSideOutput(ApplyVerdictsFunction.EXEMPLARS),
        statuses,
        served
            .getSideOutput(VerifyModelsOperator.STATUS)
            .union(models.compareCandidates(matches, served)),
        gallery.reportErasures(erased),
        GalleryStages.nameTombstones(erased),
        shots.getSideOutput(TrackPersonsFunction.COVERAGE),
        countDeadLetters(
            checked, shots, sketches, watched, verdicts, reembedded, recalled, held, served),
        chained,
        chained.getSideOutput(ChainAuditFunction.ANCHORS));
  }

  private static DataStream<DeadLetter> countDeadLetters(
      SingleOutputStreamOperator<?> first, SingleOutputStreamOperator<?>... others) {
    DataStream<DeadLetter> letters = first.getSideOutput(DeadLetters.TAG);
    for (SingleOutputStreamOperator<?> other : others) {
      letters = letters.union(other.getSideOutput(DeadLetters.TAG));
    }
    return stage(
        letters.map(new CountDeadLettersFunction(), TypeInformation.of(DeadLetter.class)),
        Stages.COUNT_DEAD_LETTERS);
  }
}
