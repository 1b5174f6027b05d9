package io.sketchwatch.jobs.live;

import static io.sketchwatch.jobs.live.StageSettings.stage;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.tracklet.Shot;
import io.sketchwatch.core.tracklet.ShotPolicy;
import io.sketchwatch.core.tracklet.TrackerSettings;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.crop.CropPersonsFunction;
import io.sketchwatch.operators.crop.FrameCrops;
import io.sketchwatch.operators.embedding.EmbedCropsFunction;
import io.sketchwatch.operators.frame.CheckFramesOperator;
import io.sketchwatch.operators.frame.ParsedFrame;
import io.sketchwatch.operators.inference.DrainedAsyncOperatorFactory;
import io.sketchwatch.operators.model.AssignShotsFunction;
import io.sketchwatch.operators.model.ServedModels;
import io.sketchwatch.operators.model.ServedModelsState;
import io.sketchwatch.operators.model.ShadowName;
import io.sketchwatch.operators.model.ShotToEmbed;
import io.sketchwatch.operators.tracklet.TrackPersonsFunction;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** From a frame to the sightings in it. */
final class SightingStages {

  private final StageSettings settings;

  SightingStages(StageSettings settings) {
    this.settings = settings;
  }

  SingleOutputStreamOperator<Frame> checkFrames(DataStream<ParsedFrame> frames) {
    return stage(
        frames.transform(
            Stages.CHECK_FRAMES,
            TypeInformation.of(Frame.class),
            new CheckFramesOperator(settings.captureTimes())),
        Stages.CHECK_FRAMES);
  }

  SingleOutputStreamOperator<FrameCrops> cropPersons(DataStream<Frame> frames) {
    var function =
        new CropPersonsFunction(
            settings.models().detector(),
            settings.detection(),
            1,
            settings.pictureRoots(),
            settings.overload(),
            Clock.systemUTC());
    return stage(
        frames.transform(
            Stages.CROP_PERSONS,
            TypeInformation.of(FrameCrops.class),
            new DrainedAsyncOperatorFactory<>(function, settings.timeout(), settings.capacity())),
        Stages.CROP_PERSONS);
  }

  SingleOutputStreamOperator<Shot> trackPersons(DataStream<FrameCrops> crops) {
    return stage(
        crops
            .keyBy(FrameCrops::cameraId)
            .process(
                new TrackPersonsFunction(TrackerSettings.DEFAULT, ShotPolicy.DEFAULT),
                TypeInformation.of(Shot.class)),
        Stages.TRACK_PERSONS);
  }

  SingleOutputStreamOperator<Sighting> embedCrops(
      DataStream<Shot> shots, DataStream<ServedModels> served) {
    var assigned =
        stage(
            shots
                .keyBy(Shot::cameraId)
                .connect(served.broadcast(ServedModelsState.DESCRIPTOR))
                .process(
                    new AssignShotsFunction(settings.models().start()),
                    TypeInformation.of(ShotToEmbed.class)),
            Stages.ASSIGN_SHOTS);
    var function =
        new EmbedCropsFunction(settings.encoders(), settings.embedding(), settings.crops());
    return stage(
        AsyncDataStream.unorderedWait(
                assigned,
                function,
                settings.timeout().toMillis(),
                TimeUnit.MILLISECONDS,
                settings.capacity())
            .returns(Sighting.class),
        Stages.EMBED_CROPS);
  }

  static SingleOutputStreamOperator<Sighting> publishSightings(DataStream<Sighting> sightings) {
    return stage(
        sightings.filter(sighting -> !ShadowName.is(sighting.modelId())), Stages.PUBLISH_SIGHTINGS);
  }
}
