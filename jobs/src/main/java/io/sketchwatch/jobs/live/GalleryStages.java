package io.sketchwatch.jobs.live;

import static io.sketchwatch.jobs.live.StageSettings.stage;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.embedding.CheckSightingsFunction;
import io.sketchwatch.operators.embedding.ParsedSighting;
import io.sketchwatch.operators.gallery.ArrivedSighting;
import io.sketchwatch.operators.gallery.BucketSightingsFunction;
import io.sketchwatch.operators.gallery.GalleryRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The ways into the gallery: what cameras see, and what was embedded anew. */
final class GalleryStages {

  private final StageSettings settings;

  GalleryStages(StageSettings settings) {
    this.settings = settings;
  }

  SingleOutputStreamOperator<Sighting> checkReembedded(DataStream<ParsedSighting> parsed) {
    return stage(
        parsed.process(new CheckSightingsFunction(), TypeInformation.of(Sighting.class)),
        Stages.CHECK_REEMBEDDED);
  }

  SingleOutputStreamOperator<GalleryRecord> bucketSightings(
      DataStream<Sighting> seen, DataStream<Sighting> reembedded) {
    var type = TypeInformation.of(ArrivedSighting.class);
    var arrivals =
        stage(seen.map(ArrivedSighting::live, type), Stages.LIVE_ARRIVALS)
            .union(
                stage(
                    reembedded.map(ArrivedSighting::reembedded, type), Stages.REEMBEDDED_ARRIVALS));
    return stage(
        arrivals
            .keyBy(arrived -> arrived.sighting().cameraId())
            .process(
                new BucketSightingsFunction(settings.retention()),
                TypeInformation.of(GalleryRecord.class)),
        Stages.BUCKET_SIGHTINGS);
  }
}
