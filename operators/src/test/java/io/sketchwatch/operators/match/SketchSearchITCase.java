package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.operators.AllowedRoots;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.alert.SuppressRepeatAlertsFunction;
import io.sketchwatch.operators.calibration.CalibrateFunction;
import io.sketchwatch.operators.embedding.EncoderFactory;
import io.sketchwatch.operators.embedding.TestEngine;
import io.sketchwatch.operators.gallery.ArrivedSighting;
import io.sketchwatch.operators.gallery.BucketSightingsFunction;
import io.sketchwatch.operators.gallery.ErasuresInForce;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.gallery.ParsedErasure;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.model.ModelEncoders;
import io.sketchwatch.operators.model.QueryToEmbed;
import io.sketchwatch.operators.model.ServedModel;
import io.sketchwatch.operators.query.EmbedQueriesFunction;
import io.sketchwatch.operators.query.ParsedQuery;
import io.sketchwatch.operators.query.ReportQueryStatusFunction;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.SketchReader;
import io.sketchwatch.operators.query.SketchToEmbed;
import io.sketchwatch.operators.query.TrackQueriesFunction;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stages from queries and sightings to alerts in a mini cluster, with two subtasks each. */
@Timeout(120)
class SketchSearchITCase {

  private static final int PEOPLE = 40;
  private static final GalleryRetention RETENTION =
      new GalleryRetention(Duration.ofMinutes(10), Duration.ofHours(100));

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @Test
  void shouldAlertEveryoneWhoLooksLikeTheSketchWhicheverComesFirst() throws Exception {
    Configuration noGenericTypes = new Configuration();
    noGenericTypes.set(PipelineOptions.GENERIC_TYPES, false);
    var env = StreamExecutionEnvironment.getExecutionEnvironment(noGenericTypes);
    env.setParallelism(2);
    var alerts = search(env).alerts();

    assertThat(collect(alerts))
        .extracting(Alert::trackletId)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, PEOPLE).filter(i -> i % 4 == 0).mapToObj(i -> "t" + i).toList());
  }

  @Test
  void shouldReportThatTheWholePastWasSearched() throws Exception {
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(2);

    assertThat(collect(search(env).statuses()))
        .filteredOn(status -> status.status() == Status.ACTIVE)
        .singleElement()
        .satisfies(active -> assertThat(active.progress()).isEqualTo(1))
        .satisfies(active -> assertThat(active.threshold()).isEqualTo(0.6));
  }

  private record Streams(DataStream<Alert> alerts, DataStream<QueryStatus> statuses) {}

  private static Streams search(StreamExecutionEnvironment env) {
    SingleOutputStreamOperator<SketchToEmbed> tracked =
        env.fromData(TypeInformation.of(ParsedQuery.class), query())
            .keyBy(ParsedQuery::queryId)
            .process(
                new TrackQueriesFunction(
                    new SketchReader(new AllowedRoots("some.roots", List.of()))));
    DataStream<WatchlistUpdate> updates =
        AsyncDataStream.orderedWait(
            tracked
                .map(
                    query ->
                        new QueryToEmbed(
                            query,
                            List.of(ServedModel.atStart("m1", "00", Map.of("0.999", 0.6))),
                            List.of()))
                .returns(QueryToEmbed.class),
            new EmbedQueriesFunction(
                new ModelEncoders(new FixedEncoder(), TestEngine.ONE), InferenceSettings.DEFAULT),
            1,
            TimeUnit.MINUTES);
    SingleOutputStreamOperator<Match> candidates =
        env.fromData(TypeInformation.of(Sighting.class), people())
            .map(ArrivedSighting::live, TypeInformation.of(ArrivedSighting.class))
            .keyBy(arrived -> arrived.sighting().cameraId())
            .connect(
                env.fromData(TypeInformation.of(ParsedErasure.class), new ParsedErasure(null, null))
                    .broadcast(ErasuresInForce.DESCRIPTOR))
            .process(new BucketSightingsFunction(RETENTION, true))
            .keyBy(GalleryRecord::key)
            .connect(updates.broadcast())
            .transform(
                Stages.MATCH_QUERIES, TypeInformation.of(Match.class), new MatchQueriesOperator());
    SingleOutputStreamOperator<Match> matches =
        candidates
            .keyBy(Match::key)
            .connect(
                candidates
                    .getSideOutput(MatchQueriesOperator.BACKGROUND)
                    .keyBy(BackgroundPart::key))
            .process(new CalibrateFunction(RETENTION));
    return new Streams(
        matches.keyBy(Match::queryId).process(new SuppressRepeatAlertsFunction(RETENTION)),
        tracked
            .getSideOutput(TrackQueriesFunction.STATUS)
            .keyBy(QueryStatus::queryId)
            .connect(
                candidates
                    .getSideOutput(MatchQueriesOperator.SEARCH_PROGRESS)
                    .union(matches.getSideOutput(CalibrateFunction.THRESHOLDS))
                    .keyBy(SearchProgress::queryId))
            .process(new ReportQueryStatusFunction(true)));
  }

  private static <T> List<T> collect(DataStream<T> stream) throws Exception {
    try (CloseableIterator<T> values = stream.executeAndCollect()) {
      List<T> all = new ArrayList<>();
      values.forEachRemaining(all::add);
      return all;
    }
  }

  private static ParsedQuery query() {
    byte[] png = ImageCodec.png(new Image(2, 2, new byte[12]));
    Query query =
        new Query(
            "q",
            1,
            Query.State.ACTIVE,
            new Media("image/png", png, null),
            null,
            null,
            null,
            null,
            null,
            null,
            1,
            null);
    return new ParsedQuery("q", query, null, new RecordOrigin("queries", 0, 0), new byte[0]);
  }

  private static Sighting[] people() {
    return IntStream.range(0, PEOPLE)
        .mapToObj(
            i ->
                aSighting()
                    .fromCamera("c" + i % 5)
                    .ofTracklet("t" + i)
                    .firstSeen(NOON.plusSeconds(300L * i))
                    .looking(i % 4 * 90)
                    .build())
        .toArray(Sighting[]::new);
  }

  /** Sees every sketch at the same place. */
  private record FixedEncoder() implements EncoderFactory, Encoder {

    private static final long serialVersionUID = 1;

    @Override
    public String key() {
      return "fixed";
    }

    @Override
    public Encoder open(Device device) {
      return this;
    }

    @Override
    public String modelId() {
      return "m1";
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public List<Embedding> embed(Modality modality, List<Image> images) {
      return images.stream().map(image -> at(0)).toList();
    }

    @Override
    public void close() {}
  }
}
