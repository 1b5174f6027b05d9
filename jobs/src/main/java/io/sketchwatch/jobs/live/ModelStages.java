package io.sketchwatch.jobs.live;

import static io.sketchwatch.jobs.live.StageSettings.stage;

import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.calibration.CalibrateFunction;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.model.AllowedPackages;
import io.sketchwatch.operators.model.CompareCandidatesFunction;
import io.sketchwatch.operators.model.EncoderCheck;
import io.sketchwatch.operators.model.ParsedModel;
import io.sketchwatch.operators.model.ServedModels;
import io.sketchwatch.operators.model.VerifyModelsOperator;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** From announcements of models to those in service, and what candidates would have alerted. */
final class ModelStages {

  private final StageSettings settings;

  ModelStages(StageSettings settings) {
    this.settings = settings;
  }

  SingleOutputStreamOperator<ServedModels> verifyModels(DataStream<ParsedModel> announcements) {
    return stage(
        announcements
            .global()
            .transform(
                Stages.VERIFY_MODELS,
                TypeInformation.of(ServedModels.class),
                new VerifyModelsOperator(
                    settings.models().start(),
                    new AllowedPackages(
                        settings.modelRoots(), new EncoderCheck(settings.encoders().engine())),
                    settings.timeout(),
                    settings.retention().longest().multipliedBy(2)))
            .setParallelism(1)
            .setMaxParallelism(1),
        Stages.VERIFY_MODELS);
  }

  static SingleOutputStreamOperator<ModelStatus> compareCandidates(
      SingleOutputStreamOperator<Match> matches, DataStream<ServedModels> served) {
    return stage(
        matches
            .union(matches.getSideOutput(CalibrateFunction.SHADOW_MATCHES))
            .keyBy(CompareCandidatesFunction::stretch)
            .connect(served.broadcast(CompareCandidatesFunction.SHADOWS))
            .process(new CompareCandidatesFunction(), TypeInformation.of(ModelStatus.class)),
        Stages.COMPARE_CANDIDATES);
  }
}
