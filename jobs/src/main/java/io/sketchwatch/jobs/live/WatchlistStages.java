package io.sketchwatch.jobs.live;

import static io.sketchwatch.jobs.live.StageSettings.stage;

import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.calibration.CalibrateFunction;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.MatchQueriesOperator;
import io.sketchwatch.operators.model.AssignQueriesFunction;
import io.sketchwatch.operators.model.QueryToEmbed;
import io.sketchwatch.operators.model.ServedModels;
import io.sketchwatch.operators.model.ServedModelsState;
import io.sketchwatch.operators.query.EmbedQueriesFunction;
import io.sketchwatch.operators.query.ParsedQuery;
import io.sketchwatch.operators.query.ReportQueryStatusFunction;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.SketchReader;
import io.sketchwatch.operators.query.SketchToEmbed;
import io.sketchwatch.operators.query.TrackQueriesFunction;
import io.sketchwatch.operators.query.WatchlistUpdate;
import io.sketchwatch.operators.verdict.AddExemplarsFunction;
import io.sketchwatch.operators.verdict.ParsedExemplar;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** From a query and the photos that confirm it to the watchlist, and what is reported about it. */
final class WatchlistStages {

  private final StageSettings settings;

  WatchlistStages(StageSettings settings) {
    this.settings = settings;
  }

  SingleOutputStreamOperator<SketchToEmbed> trackQueries(DataStream<ParsedQuery> queries) {
    var sketches = new SketchReader(settings.pictureRoots());
    return stage(
        queries
            .keyBy(ParsedQuery::queryId)
            .process(new TrackQueriesFunction(sketches), TypeInformation.of(SketchToEmbed.class)),
        Stages.TRACK_QUERIES);
  }

  SingleOutputStreamOperator<WatchlistUpdate> embedQueries(
      DataStream<SketchToEmbed> sketches, DataStream<ServedModels> served) {
    var assigned =
        stage(
            sketches
                .keyBy(SketchToEmbed::queryId)
                .connect(served.broadcast(ServedModelsState.DESCRIPTOR))
                .process(
                    new AssignQueriesFunction(settings.models().start()),
                    TypeInformation.of(QueryToEmbed.class)),
            Stages.ASSIGN_QUERIES);
    var function = new EmbedQueriesFunction(settings.encoders(), settings.embedding());
    return stage(
        AsyncDataStream.orderedWait(
                assigned,
                function,
                settings.timeout().toMillis(),
                TimeUnit.MILLISECONDS,
                settings.capacity())
            .returns(WatchlistUpdate.class),
        Stages.EMBED_QUERIES);
  }

  SingleOutputStreamOperator<WatchlistUpdate> addExemplars(
      DataStream<WatchlistUpdate> sketches, DataStream<ParsedExemplar> exemplars) {
    return stage(
        sketches
            .keyBy(WatchlistUpdate::queryId)
            .connect(exemplars.keyBy(ParsedExemplar::queryId))
            .process(
                new AddExemplarsFunction(settings.photoThresholds()),
                TypeInformation.of(WatchlistUpdate.class)),
        Stages.ADD_EXEMPLARS);
  }

  SingleOutputStreamOperator<QueryStatus> reportQueryStatus(
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
            .process(
                new ReportQueryStatusFunction(settings.galleryIsKept()),
                TypeInformation.of(QueryStatus.class)),
        Stages.REPORT_QUERY_STATUS);
  }
}
