package io.sketchwatch.jobs.live;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.model.ModelStatus;
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
import io.sketchwatch.operators.model.AssignQueriesFunction;
import io.sketchwatch.operators.model.AssignShotsFunction;
import io.sketchwatch.operators.model.CompareCandidatesFunction;
import io.sketchwatch.operators.model.EncoderCheck;
import io.sketchwatch.operators.model.ModelEncoders;
import io.sketchwatch.operators.model.ParsedModel;
import io.sketchwatch.operators.model.QueryToEmbed;
import io.sketchwatch.operators.model.ServedModels;
import io.sketchwatch.operators.model.ServedModelsState;
import io.sketchwatch.operators.model.ShadowName;
import io.sketchwatch.operators.model.ShotToEmbed;
import io.sketchwatch.operators.model.VerifyModelsOperator;
import io.sketchwatch.operators.query.EmbedQueriesFunction;
import io.sketchwatch.operators.query.ParsedQuery;
import io.sketchwatch.operators.query.ReportQueryStatusFunction;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.SketchReader;
import io.sketchwatch.operators.query.SketchToEmbed;
import io.sketchwatch.operators.query.TrackQueriesFunction;
import io.sketchwatch.operators.query.WatchlistUpdate;
import io.sketchwatch.operators.tracklet.TrackPersonsFunction;
import io.sketchwatch.operators.verdict.AddExemplarsFunction;
import io.sketchwatch.operators.verdict.ApplyVerdictsFunction;
import io.sketchwatch.operators.verdict.ParsedExemplar;
import io.sketchwatch.operators.verdict.ParsedVerdict;
import io.sketchwatch.operators.verdict.PhotoThresholds;
import io.sketchwatch.operators.verdict.TrackVerdictsFunction;
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
 * The live job: frames, queries and verdicts in, alerts out. Sources and sinks are the caller's, so
 * that tests and the demo run this very graph.
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
  private final ModelEncoders encoders;
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
    this.encoders = new ModelEncoders(models.encoder(), options.get(LiveMatchingOptions.THREADS));
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
  public LiveOutputs define(LiveInputs inputs) {
    var served = verifyModels(inputs.models());
    var checked = checkFrames(inputs.frames());
    var crops = cropPersons(checked);
    var shots = trackPersons(crops);
    var sightings = embedCrops(shots, served);
    var gallery = bucketSightings(sightings);
    var sketches = trackQueries(inputs.queries());
    var watchlist = addExemplars(embedQueries(sketches, served), inputs.exemplars());
    var candidates = matchQueries(gallery, watchlist);
    var matches = calibrate(candidates);
    var verdicts = trackVerdicts(inputs.verdicts());
    var judged = applyVerdicts(matches, verdicts);
    return new LiveOutputs(
        publishSightings(sightings),
        suppressRepeatAlerts(judged),
        judged.getSideOutput(ApplyVerdictsFunction.EXEMPLARS),
        reportQueryStatus(sketches, candidates, matches),
        served.getSideOutput(VerifyModelsOperator.STATUS).union(compareCandidates(matches, served)),
        shots.getSideOutput(TrackPersonsFunction.COVERAGE),
        checked
            .getSideOutput(DeadLetters.TAG)
            .union(
                shots.getSideOutput(DeadLetters.TAG),
                sketches.getSideOutput(DeadLetters.TAG),
                watchlist.getSideOutput(DeadLetters.TAG),
                verdicts.getSideOutput(DeadLetters.TAG),
                served.getSideOutput(DeadLetters.TAG)));
  }

  private SingleOutputStreamOperator<ServedModels> verifyModels(
      DataStream<ParsedModel> announcements) {
    return stage(
        announcements
            .global()
            .transform(
                Stages.VERIFY_MODELS,
                TypeInformation.of(ServedModels.class),
                new VerifyModelsOperator(
                    models.start(),
                    new EncoderCheck(),
                    timeout,
                    retention.longest().multipliedBy(2)))
            .setParallelism(1)
            .setMaxParallelism(1),
        Stages.VERIFY_MODELS);
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

  private SingleOutputStreamOperator<Sighting> embedCrops(
      DataStream<Shot> shots, DataStream<ServedModels> served) {
    var assigned =
        stage(
            shots
                .keyBy(Shot::cameraId)
                .connect(served.broadcast(ServedModelsState.DESCRIPTOR))
                .process(
                    new AssignShotsFunction(models.start()), TypeInformation.of(ShotToEmbed.class)),
            Stages.ASSIGN_SHOTS);
    var function = new EmbedCropsFunction(encoders, embedding, models.crops());
    return stage(
        AsyncDataStream.unorderedWait(
                assigned, function, timeout.toMillis(), TimeUnit.MILLISECONDS, capacity)
            .returns(Sighting.class),
        Stages.EMBED_CROPS);
  }

  private static SingleOutputStreamOperator<Sighting> publishSightings(
      DataStream<Sighting> sightings) {
    return stage(
        sightings.filter(sighting -> !ShadowName.is(sighting.modelId())), Stages.PUBLISH_SIGHTINGS);
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
      DataStream<SketchToEmbed> sketches, DataStream<ServedModels> served) {
    var assigned =
        stage(
            sketches
                .keyBy(SketchToEmbed::queryId)
                .connect(served.broadcast(ServedModelsState.DESCRIPTOR))
                .process(
                    new AssignQueriesFunction(models.start()),
                    TypeInformation.of(QueryToEmbed.class)),
            Stages.ASSIGN_QUERIES);
    var function = new EmbedQueriesFunction(encoders, embedding);
    return stage(
        AsyncDataStream.orderedWait(
                assigned, function, timeout.toMillis(), TimeUnit.MILLISECONDS, capacity)
            .returns(WatchlistUpdate.class),
        Stages.EMBED_QUERIES);
  }

  private SingleOutputStreamOperator<WatchlistUpdate> addExemplars(
      DataStream<WatchlistUpdate> sketches, DataStream<ParsedExemplar> exemplars) {
    return stage(
        sketches
            .keyBy(WatchlistUpdate::queryId)
            .connect(exemplars.keyBy(ParsedExemplar::queryId))
            .process(
                new AddExemplarsFunction(photoThresholds()),
                TypeInformation.of(WatchlistUpdate.class)),
        Stages.ADD_EXEMPLARS);
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
            .keyBy(Match::key)
            .connect(
                candidates
                    .getSideOutput(MatchQueriesOperator.BACKGROUND)
                    .keyBy(BackgroundPart::key))
            .process(new CalibrateFunction(retention), TypeInformation.of(Match.class)),
        Stages.CALIBRATE);
  }

  private static SingleOutputStreamOperator<Verdict> trackVerdicts(
      DataStream<ParsedVerdict> verdicts) {
    return stage(
        verdicts
            .keyBy(ParsedVerdict::alertId)
            .process(new TrackVerdictsFunction(), TypeInformation.of(Verdict.class)),
        Stages.TRACK_VERDICTS);
  }

  private SingleOutputStreamOperator<Match> applyVerdicts(
      DataStream<Match> matches, DataStream<Verdict> verdicts) {
    return stage(
        matches
            .keyBy(Match::queryId)
            .connect(verdicts.keyBy(Verdict::queryId))
            .process(
                new ApplyVerdictsFunction(retention, photoThresholds()),
                TypeInformation.of(Match.class)),
        Stages.APPLY_VERDICTS);
  }

  /** Those of the model given at the start stand for every model until photos are calibrated. */
  private PhotoThresholds photoThresholds() {
    return PhotoThresholds.of(models.start().backgroundQuantiles());
  }

  private SingleOutputStreamOperator<Alert> suppressRepeatAlerts(DataStream<Match> matches) {
    return stage(
        matches
            .keyBy(Match::queryId)
            .process(new SuppressRepeatAlertsFunction(retention), TypeInformation.of(Alert.class)),
        Stages.SUPPRESS_REPEAT_ALERTS);
  }

  private static SingleOutputStreamOperator<ModelStatus> compareCandidates(
      SingleOutputStreamOperator<Match> matches, DataStream<ServedModels> served) {
    return stage(
        matches
            .union(matches.getSideOutput(CalibrateFunction.SHADOW_MATCHES))
            .keyBy(CompareCandidatesFunction::stretch)
            .connect(served.broadcast(CompareCandidatesFunction.SHADOWS))
            .process(new CompareCandidatesFunction(), TypeInformation.of(ModelStatus.class)),
        Stages.COMPARE_CANDIDATES);
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
}
