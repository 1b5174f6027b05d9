package io.sketchwatch.jobs.live;

import static io.sketchwatch.jobs.live.StageSettings.stage;

import io.sketchwatch.core.embedding.ErasureStatus;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.jobs.kafka.Tombstone;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.embedding.CheckSightingsFunction;
import io.sketchwatch.operators.embedding.ParsedSighting;
import io.sketchwatch.operators.gallery.ArrivedSighting;
import io.sketchwatch.operators.gallery.BucketSightingsFunction;
import io.sketchwatch.operators.gallery.ErasedPart;
import io.sketchwatch.operators.gallery.ErasuresInForce;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.gallery.ParsedErasure;
import io.sketchwatch.operators.gallery.RecallSightingsFunction;
import io.sketchwatch.operators.gallery.ReportErasuresFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;

/** The ways into the gallery, and out of it by order. */
final class GalleryStages {

  private static final TypeInformation<ArrivedSighting> ARRIVED =
      TypeInformation.of(ArrivedSighting.class);

  private final StageSettings settings;

  GalleryStages(StageSettings settings) {
    this.settings = settings;
  }

  SingleOutputStreamOperator<Sighting> checkReembedded(DataStream<ParsedSighting> parsed) {
    return stage(
        parsed.process(new CheckSightingsFunction(), TypeInformation.of(Sighting.class)),
        Stages.CHECK_REEMBEDDED);
  }

  SingleOutputStreamOperator<ArrivedSighting> recallSightings(DataStream<ParsedSighting> stored) {
    return stage(stored.process(new RecallSightingsFunction(), ARRIVED), Stages.RECALL_SIGHTINGS);
  }

  SingleOutputStreamOperator<GalleryRecord> bucketSightings(
      DataStream<Sighting> seen,
      DataStream<Sighting> reembedded,
      DataStream<ArrivedSighting> recalled,
      DataStream<ParsedErasure> erasures) {
    var arrivals =
        stage(seen.map(ArrivedSighting::live, ARRIVED), Stages.LIVE_ARRIVALS)
            .union(
                stage(
                    reembedded.map(ArrivedSighting::reembedded, ARRIVED),
                    Stages.REEMBEDDED_ARRIVALS),
                recalled);
    return stage(
        arrivals
            .keyBy(arrived -> arrived.sighting().cameraId())
            .connect(erasures.broadcast(ErasuresInForce.DESCRIPTOR))
            .process(
                new BucketSightingsFunction(settings.retention(), settings.galleryIsKept()),
                TypeInformation.of(GalleryRecord.class)),
        Stages.BUCKET_SIGHTINGS);
  }

  SingleOutputStreamOperator<ErasureStatus> reportErasures(DataStream<ErasedPart> erased) {
    return stage(
        erased
            .keyBy(ErasedPart::erasureId)
            .process(
                new ReportErasuresFunction(settings.retention()),
                TypeInformation.of(ErasureStatus.class)),
        Stages.REPORT_ERASURES);
  }

  /** What was erased may be in topics too, as after a replay of what was erased there before. */
  static SingleOutputStreamOperator<Tombstone> nameTombstones(DataStream<ErasedPart> erased) {
    return stage(
        erased.flatMap(GalleryStages::tombstones, TypeInformation.of(Tombstone.class)),
        Stages.NAME_TOMBSTONES);
  }

  private static void tombstones(ErasedPart erased, Collector<Tombstone> out) {
    for (String key : erased.sightings()) {
      for (Topic topic : Tombstone.TOPICS) {
        out.collect(new Tombstone(topic, erased.cameraId(), key));
      }
    }
  }
}
