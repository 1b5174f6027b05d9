package io.sketchwatch.jobs.live;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.tracklet.Shot;
import io.sketchwatch.core.tracklet.ShotPolicy;
import io.sketchwatch.core.tracklet.TrackerSettings;
import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.alert.SuppressRepeatAlertsFunction;
import io.sketchwatch.operators.calibration.CalibrateFunction;
import io.sketchwatch.operators.crop.CropPersonsFunction;
import io.sketchwatch.operators.crop.FrameCrops;
import io.sketchwatch.operators.embedding.EmbedCropsFunction;
import io.sketchwatch.operators.frame.CaptureTimeLimit;
import io.sketchwatch.operators.frame.CheckFramesFunction;
import io.sketchwatch.operators.frame.ParsedFrame;
import io.sketchwatch.operators.gallery.BucketSightingsFunction;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.match.BackgroundPart;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.MatchQueriesOperator;
import io.sketchwatch.operators.match.WatchlistKey;
import io.sketchwatch.operators.query.EmbedQueriesFunction;
import io.sketchwatch.operators.query.ParsedQuery;
import io.sketchwatch.operators.query.ReportQueryStatusFunction;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.SketchReader;
import io.sketchwatch.operators.query.SketchToEmbed;
import io.sketchwatch.operators.query.TrackQueriesFunction;
import io.sketchwatch.operators.query.WatchlistUpdate;
import io.sketchwatch.operators.tracklet.TrackPersonsFunction;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The live job: frames and queries in, alerts out. Sources and sinks are the caller's, so that
 * tests and the demo run this very graph.
 *
 * <p>Guarantees: one camera's frames are tracked in order; each (sighting, query) pair is compared
 * exactly once, across failures too; an alert's id is a function of its query and tracklet, so that
 * at-least-once sinks repeat ids, never invent them; a record that can't be used becomes a dead
 * letter. State grows with the sightings of the gallery's retention.
 */
public final class LiveMatchingJob {

  /** Key groups of the job's state; fixed for good, because state is stored by them. */
  public static final int MAX_PARALLELISM = 512;

  private final LiveModels models;
  private final InferenceSettings detection;
  private final InferenceSettings embedding;
  private final CaptureTimeLimit captureTimes;
  private final GalleryRetention retention;
  private final List<String> allowedRoots;
  private final int capacity;
  private final Duration timeout;

  /**
   * @throws IllegalArgumentException if an option is out of its range
   */
  public LiveMatchingJob(LiveModels models, ReadableConfig options) {
    LiveMatchingOptions.validated(options);
    this.models = models;
    this.capacity = options.get(LiveMatchingOptions.ASYNC_CAPACITY);
    this.timeout = options.get(LiveMatchingOptions.ASYNC_TIMEOUT);
    this.detection = LiveMatchingOptions.detection(options);
    this.embedding = LiveMatchingOptions.embedding(options);
    this.captureTimes = LiveMatchingOptions.captureTimes(options);
    this.retention =
        new GalleryRetention(
            options.get(LiveMatchingOptions.GALLERY_BUCKET),
            options.get(LiveMatchingOptions.GALLERY_RETENTION));
    this.allowedRoots = options.get(LiveMatchingOptions.ALLOWED_ROOTS);
  }

  /** The graph between sources and sinks. */
  public Outputs define(DataStream<ParsedFrame> frames, DataStream<ParsedQuery> queries) {
    var checked = checkFrames(frames);
    var crops = cropPersons(checked);
    var shots = trackPersons(crops);
    var sightings = embedCrops(shots);
    var gallery = bucketSightings(sightings);
    var sketches = trackQueries(queries);
    var watchlist = embedQueries(sketches);
    var candidates = matchQueries(gallery, watchlist);
    var matches = calibrate(candidates);
    return new Outputs(
        sightings,
        suppressRepeatAlerts(matches),
        reportQueryStatus(sketches, candidates, matches),
        shots.getSideOutput(TrackPersonsFunction.COVERAGE),
        checked
            .getSideOutput(DeadLetters.TAG)
            .union(shots.getSideOutput(DeadLetters.TAG), sketches.getSideOutput(DeadLetters.TAG)));
  }

  private SingleOutputStreamOperator<Frame> checkFrames(DataStream<ParsedFrame> frames) {
    return stage(
        frames.process(new CheckFramesFunction(captureTimes), TypeInformation.of(Frame.class)),
        Stages.CHECK_FRAMES);
  }

  private SingleOutputStreamOperator<FrameCrops> cropPersons(DataStream<Frame> frames) {
    var function = new CropPersonsFunction(models.detector(), detection, 1, allowedRoots);
    return stage(
        AsyncDataStream.orderedWait(
                frames, function, timeout.toMillis(), TimeUnit.MILLISECONDS, capacity)
            .returns(FrameCrops.class),
        Stages.CROP_PERSONS);
  }

  private SingleOutputStreamOperator<Shot> trackPersons(DataStream<FrameCrops> crops) {
    return stage(
        crops
            .keyBy(FrameCrops::cameraId)
            .process(
                new TrackPersonsFunction(TrackerSettings.DEFAULT, ShotPolicy.DEFAULT),
                TypeInformation.of(Shot.class)),
        Stages.TRACK_PERSONS);
  }

  private SingleOutputStreamOperator<Sighting> embedCrops(DataStream<Shot> shots) {
    var function = new EmbedCropsFunction(models.encoder(), embedding, models.crops());
    return stage(
        AsyncDataStream.unorderedWait(
                shots, function, timeout.toMillis(), TimeUnit.MILLISECONDS, capacity)
            .returns(Sighting.class),
        Stages.EMBED_CROPS);
  }

  private SingleOutputStreamOperator<GalleryRecord> bucketSightings(
      DataStream<Sighting> sightings) {
    return stage(
        sightings
            .keyBy(Sighting::cameraId)
            .process(
                new BucketSightingsFunction(retention), TypeInformation.of(GalleryRecord.class)),
        Stages.BUCKET_SIGHTINGS);
  }

  private SingleOutputStreamOperator<SketchToEmbed> trackQueries(DataStream<ParsedQuery> queries) {
    var sketches = new SketchReader(allowedRoots.stream().map(URI::create).toList());
    return stage(
        queries
            .keyBy(ParsedQuery::queryId)
            .process(new TrackQueriesFunction(sketches), TypeInformation.of(SketchToEmbed.class)),
        Stages.TRACK_QUERIES);
  }

  private SingleOutputStreamOperator<WatchlistUpdate> embedQueries(
      DataStream<SketchToEmbed> sketches) {
    var function =
        new EmbedQueriesFunction(models.encoder(), embedding, models.backgroundQuantiles());
    return stage(
        AsyncDataStream.orderedWait(
                sketches, function, timeout.toMillis(), TimeUnit.MILLISECONDS, capacity)
            .returns(WatchlistUpdate.class),
        Stages.EMBED_QUERIES);
  }

  private SingleOutputStreamOperator<Match> matchQueries(
      DataStream<GalleryRecord> gallery, DataStream<WatchlistUpdate> watchlist) {
    return stage(
        gallery
            .keyBy(GalleryRecord::key)
            .connect(watchlist.broadcast())
            .transform(
                Stages.MATCH_QUERIES, TypeInformation.of(Match.class), new MatchQueriesOperator()),
        Stages.MATCH_QUERIES);
  }

  private SingleOutputStreamOperator<Match> calibrate(
      SingleOutputStreamOperator<Match> candidates) {
    return stage(
        candidates
            .keyBy(match -> new WatchlistKey(match.queryId(), match.modelId()))
            .connect(
                candidates
                    .getSideOutput(MatchQueriesOperator.BACKGROUND)
                    .keyBy(BackgroundPart::key))
            .process(new CalibrateFunction(retention), TypeInformation.of(Match.class)),
        Stages.CALIBRATE);
  }

  private SingleOutputStreamOperator<Alert> suppressRepeatAlerts(DataStream<Match> matches) {
    return stage(
        matches
            .keyBy(Match::queryId)
            .process(new SuppressRepeatAlertsFunction(retention), TypeInformation.of(Alert.class)),
        Stages.SUPPRESS_REPEAT_ALERTS);
  }

  private static SingleOutputStreamOperator<QueryStatus> reportQueryStatus(
      SingleOutputStreamOperator<SketchToEmbed> sketches,
      SingleOutputStreamOperator<Match> candidates,
      SingleOutputStreamOperator<Match> matches) {
    return stage(
        sketches
            .getSideOutput(TrackQueriesFunction.STATUS)
            .keyBy(QueryStatus::queryId)
            .connect(
                candidates
                    .getSideOutput(MatchQueriesOperator.SEARCH_PROGRESS)
                    .union(matches.getSideOutput(CalibrateFunction.THRESHOLDS))
                    .keyBy(SearchProgress::queryId))
            .process(new ReportQueryStatusFunction(), TypeInformation.of(QueryStatus.class)),
        Stages.REPORT_QUERY_STATUS);
  }

  private static <T> SingleOutputStreamOperator<T> stage(
      SingleOutputStreamOperator<T> stream, String stage) {
    return stream.uid(stage).name(stage);
  }

  /**
   * What the job produces.
   *
   * @param sightings for topic {@code sightings}
   * @param alerts for topic {@code alerts}
   * @param statuses for topic {@code query-status}
   * @param coverage for topic {@code coverage}
   * @param deadLetters for topic {@code dead-letters}
   */
  public record Outputs(
      DataStream<Sighting> sightings,
      DataStream<Alert> alerts,
      DataStream<QueryStatus> statuses,
      DataStream<Coverage> coverage,
      DataStream<DeadLetter> deadLetters) {}
}
