package io.sketchwatch.operators.query;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static io.sketchwatch.operators.match.MatchBuilder.aMatch;
import static io.sketchwatch.operators.model.ModelBuilder.START;
import static io.sketchwatch.operators.model.ModelBuilder.candidate;
import static io.sketchwatch.operators.model.ModelBuilder.inForce;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert.ShotScore;
import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.calibration.ScoreMoments;
import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.ErasureStatus;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.operators.alert.AlertedTracklet;
import io.sketchwatch.operators.alert.AlertedTracklet.ExemplarScore;
import io.sketchwatch.operators.alert.CameraAlerts;
import io.sketchwatch.operators.calibration.CalibratedQuery;
import io.sketchwatch.operators.calibration.PastScore;
import io.sketchwatch.operators.calibration.TrackletScore;
import io.sketchwatch.operators.embedding.ParsedSighting;
import io.sketchwatch.operators.gallery.ArrivedSighting;
import io.sketchwatch.operators.gallery.BlockKey;
import io.sketchwatch.operators.gallery.CameraBuckets;
import io.sketchwatch.operators.gallery.ErasedPart;
import io.sketchwatch.operators.gallery.ErasureProgress;
import io.sketchwatch.operators.gallery.GalleryKey;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.gallery.ParsedErasure;
import io.sketchwatch.operators.match.BackgroundPart;
import io.sketchwatch.operators.match.CandidateFloor;
import io.sketchwatch.operators.match.PastPart;
import io.sketchwatch.operators.match.PendingParts;
import io.sketchwatch.operators.match.WatchlistKey;
import io.sketchwatch.operators.match.WindowPart;
import io.sketchwatch.operators.model.Activation;
import io.sketchwatch.operators.model.CameraModels;
import io.sketchwatch.operators.model.CandidateAlert;
import io.sketchwatch.operators.model.QueryToEmbed;
import io.sketchwatch.operators.model.ServedModels;
import io.sketchwatch.operators.model.Shadow;
import io.sketchwatch.operators.model.ShotToEmbed;
import io.sketchwatch.operators.model.TakenUp;
import io.sketchwatch.operators.verdict.ExemplarUpdate;
import io.sketchwatch.operators.verdict.JudgedTracklet;
import io.sketchwatch.operators.verdict.MatchedPhoto;
import io.sketchwatch.operators.verdict.ParsedExemplar;
import io.sketchwatch.operators.verdict.ParsedVerdict;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What flows from a query to an alert, and what is kept on the way, with its optional parts. */
class QueryRecordTypesTest {

  private static final QueryScope SCOPE =
      new QueryScope(List.of("c1", "c2"), NOON, null, NOON.plusSeconds(1));
  private static final ScoreMoments MOMENTS = new ScoreMoments(2, 0.5, 0.3);
  private static final WatchlistEntry ENTRY =
      new WatchlistEntry("q", 1, "m1", at(30), SCOPE, 0.6, 5, false);

  private static final Verdict VERDICT =
      new Verdict(AlertIds.alertId("q", "t1"), "q", "t1", Verdict.Decision.CONFIRM, "desk 4", NOON);
  private static final Exemplar EXEMPLAR =
      new Exemplar("q", VERDICT.alertId(), "c1/t1/0", "m1", at(3));

  private static final Erasure ERASURE = new Erasure("e", "c1", null, null, NOON, NOON);

  static Stream<Object> records() {
    return Stream.of(
        new SketchToEmbed(
            "q", 1, new Media("image/png", new byte[] {1, 2}, null), SCOPE, null, 2.5, 5, true),
        SketchToEmbed.removal("q", 1),
        ENTRY,
        WatchlistUpdate.upsert(ENTRY),
        WatchlistUpdate.removal("q", 1),
        WatchlistUpdate.refused("q", 1, "no"),
        WatchlistUpdate.modelEnded("q", 1, "m1"),
        new ServedModels(List.of(START, candidate("m2", 2, NOON))),
        new CameraModels(NOON, List.of(new TakenUp("m1", new Activation(1, NOON, NOON), NOON))),
        new CameraModels(null, List.of()),
        new CandidateAlert("m1", "0a"),
        new Shadow(7, NOON),
        new ShotToEmbed(null, List.of(inForce("m1", 1, NOON))),
        new QueryToEmbed(SketchToEmbed.removal("q", 1), List.of(START), List.of("m3")),
        new SearchProgress("q", 1, "m1", 0, 2, 3, 0.6, null),
        new ReportedQuery(1, Status.SEARCHING, 1, 2, 3, null, List.of("m1"), "vague"),
        new GalleryKey("c1", NOON),
        new GalleryRecord("c1", NOON, aSighting().build()),
        new GalleryRecord("c1", NOON, null),
        new GalleryRecord("c1", NOON, null, ERASURE),
        new ParsedErasure(ERASURE, null),
        new ErasedPart("e", 1, 2, 3, "c1", List.of("c1/t/0")),
        new ErasureProgress(1, 2, 3, 4),
        new ErasureStatus("e", 4, NOON, NOON),
        ArrivedSighting.live(aSighting().build()),
        ArrivedSighting.stored(aSighting().build(), NOON),
        new ParsedSighting(aSighting().build(), null),
        new ParsedSighting(null, null),
        new CameraBuckets(NOON, NOON, List.of(NOON)),
        new WatchlistKey("q", "m1", "c1/t/0"),
        new PendingParts("q", "m1", "sketch", 3, 7),
        new CandidateFloor("q", 1, "m1", 0.4),
        new BackgroundPart("q", 1, "m1", 2.5, 0.6, new WindowPart(4, MOMENTS, -1), null),
        new BackgroundPart("q", 1, "m1", 2.5, 0.6, null, new PastPart(1, 2, 5, MOMENTS, 3, 4)),
        new CalibratedQuery(1, 2.5, 0.6, PastPart.NONE, 6, 5, 0.7),
        new TrackletScore(4, 0.5),
        new PastScore(3, "t", 0.5),
        new BlockKey("m1", 2),
        new AlertedTracklet(
            "c1",
            NOON,
            "m1",
            "sketch",
            0.5,
            0.4,
            0,
            List.of(new ShotScore(0, NOON, 0.5)),
            List.of(new ExemplarScore("sketch", 0.5))),
        aMatch("t1").build(),
        VERDICT,
        EXEMPLAR,
        new ParsedVerdict("a", VERDICT, null),
        new ParsedVerdict("a", null, null),
        new ParsedExemplar("q", new ExemplarUpdate("q", "a", EXEMPLAR), null),
        new ExemplarUpdate("q", "a", null),
        new MatchedPhoto("c1/t1/0", "m1", 0.5, at(3)),
        new JudgedTracklet(VERDICT, null),
        WatchlistUpdate.removal(ENTRY.with(EXEMPLAR, 0.8)),
        new CameraAlerts(NOON, List.of(NOON), NOON));
  }

  @ParameterizedTest
  @MethodSource("records")
  <T> void shouldComeBackFromSerializationWithoutGenericTypes(T value) throws Exception {
    Configuration noGenericTypes = new Configuration();
    noGenericTypes.set(PipelineOptions.GENERIC_TYPES, false);
    @SuppressWarnings("unchecked")
    TypeSerializer<T> serializer =
        TypeInformation.of((Class<T>) value.getClass())
            .createSerializer(new SerializerConfigImpl(noGenericTypes));
    DataOutputSerializer out = new DataOutputSerializer(64);

    serializer.serialize(value, out);

    assertThat(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
        .isEqualTo(value);
  }
}
