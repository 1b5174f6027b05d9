package io.sketchwatch.jobs.live;

import static io.sketchwatch.jobs.live.StageSettings.stage;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.alert.MeasureAlertsFunction;
import io.sketchwatch.operators.alert.SuppressRepeatAlertsFunction;
import io.sketchwatch.operators.calibration.CalibrateFunction;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.match.BackgroundPart;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.MatchQueriesOperator;
import io.sketchwatch.operators.query.WatchlistUpdate;
import io.sketchwatch.operators.verdict.ApplyVerdictsFunction;
import io.sketchwatch.operators.verdict.ParsedVerdict;
import io.sketchwatch.operators.verdict.TrackVerdictsFunction;
import java.time.Clock;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** From a gallery and a watchlist to alerts that keep to budgets and verdicts. */
final class AlertStages {

  private final StageSettings settings;

  AlertStages(StageSettings settings) {
    this.settings = settings;
  }

  SingleOutputStreamOperator<Match> matchQueries(
      DataStream<GalleryRecord> gallery, DataStream<WatchlistUpdate> watchlist) {
    return stage(
        gallery
            .keyBy(GalleryRecord::key)
            .connect(watchlist.broadcast())
            .transform(
                Stages.MATCH_QUERIES,
                TypeInformation.of(Match.class),
                new MatchQueriesOperator(settings.searchSlice(), settings.galleryIsKept())),
        Stages.MATCH_QUERIES);
  }

  SingleOutputStreamOperator<Match> calibrate(SingleOutputStreamOperator<Match> candidates) {
    return stage(
        candidates
            .keyBy(Match::key)
            .connect(
                candidates
                    .getSideOutput(MatchQueriesOperator.BACKGROUND)
                    .keyBy(BackgroundPart::key))
            .process(new CalibrateFunction(settings.retention()), TypeInformation.of(Match.class)),
        Stages.CALIBRATE);
  }

  static SingleOutputStreamOperator<Verdict> trackVerdicts(DataStream<ParsedVerdict> verdicts) {
    return stage(
        verdicts
            .keyBy(ParsedVerdict::alertId)
            .process(new TrackVerdictsFunction(), TypeInformation.of(Verdict.class)),
        Stages.TRACK_VERDICTS);
  }

  SingleOutputStreamOperator<Match> applyVerdicts(
      DataStream<Match> matches, DataStream<Verdict> verdicts) {
    return stage(
        matches
            .keyBy(Match::queryId)
            .connect(verdicts.keyBy(Verdict::queryId))
            .process(
                new ApplyVerdictsFunction(settings.retention(), settings.photoThresholds()),
                TypeInformation.of(Match.class)),
        Stages.APPLY_VERDICTS);
  }

  SingleOutputStreamOperator<Alert> suppressRepeatAlerts(DataStream<Match> matches) {
    var alerts =
        stage(
            matches
                .keyBy(Match::queryId)
                .process(
                    new SuppressRepeatAlertsFunction(settings.retention()),
                    TypeInformation.of(Alert.class)),
            Stages.SUPPRESS_REPEAT_ALERTS);
    return stage(
        alerts.map(new MeasureAlertsFunction(Clock.systemUTC()), TypeInformation.of(Alert.class)),
        Stages.MEASURE_ALERTS);
  }
}
