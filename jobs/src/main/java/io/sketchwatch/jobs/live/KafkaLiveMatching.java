package io.sketchwatch.jobs.live;

import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.codec.FrameDeserializer;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.kafka.KafkaCropStore;
import io.sketchwatch.jobs.kafka.KafkaSinks;
import io.sketchwatch.jobs.kafka.KafkaSources;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.crop.DetectorFactory;
import io.sketchwatch.operators.crop.HogDetectorFactory;
import io.sketchwatch.operators.crop.OnnxDetectorFactory;
import io.sketchwatch.operators.embedding.EncoderFactory;
import io.sketchwatch.operators.embedding.OnnxEncoderFactory;
import io.sketchwatch.operators.embedding.ParsedSighting;
import io.sketchwatch.operators.frame.CaptureTimeWatermarks;
import io.sketchwatch.operators.frame.ParsedFrame;
import io.sketchwatch.operators.gallery.ParsedErasure;
import io.sketchwatch.operators.model.ParsedModel;
import io.sketchwatch.operators.model.ServedModel;
import io.sketchwatch.operators.query.ParsedQuery;
import io.sketchwatch.operators.verdict.ParsedExemplar;
import io.sketchwatch.operators.verdict.ParsedVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The live job between Kafka and Kafka.
 *
 * <p>What {@link LiveMatchingOptions} leave open is Flink's own configuration; where it names no
 * state backend, checkpoint interval, checkpointing mode or buffer timeout, RocksDB with
 * incremental checkpoints every 10 seconds, exactly once, and 10 milliseconds are used. The job
 * goes on while checkpoints fail, as a restart would not mend their storage; {@value
 * #TOLERABLE_FAILED_CHECKPOINTS} in a row restart it.
 */
public final class KafkaLiveMatching {

  /** Consumer group whose committed offsets tell how far the job is. */
  public static final String GROUP = "sketchwatch-live-matching";

  /** Ten minutes of storage that takes nothing, at the interval that is used by default. */
  private static final int TOLERABLE_FAILED_CHECKPOINTS = 60;

  /** A sighting goes through several shuffles, at each of which it may wait so long. */
  private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(10);

  private final KafkaConnection connection;
  private final LiveModels models;
  private final Configuration options;

  /** A job with these models, whatever packages the options name. */
  public KafkaLiveMatching(KafkaConnection connection, LiveModels models, Configuration options) {
    this.connection = connection;
    this.models = models;
    this.options = options;
  }

  /**
   * A job with the packages that the options name; crops, if any, are kept in Kafka.
   *
   * @throws IOException if a model package is refused
   */
  public static KafkaLiveMatching withPackages(KafkaConnection connection, Configuration options)
      throws IOException {
    String folder = options.get(LiveMatchingOptions.MODEL);
    EncoderFactory encoder =
        new OnnxEncoderFactory(folder, options.get(LiveMatchingOptions.ENGINE));
    return withEncoder(connection, encoder, ModelPackage.open(Path.of(folder)), options);
  }

  /**
   * A job with this encoder and the detector's package that the options name; crops, if any, are
   * kept in Kafka.
   *
   * @param model the encoder's package
   * @throws IOException if the encoder's package can't be read
   */
  public static KafkaLiveMatching withEncoder(
      KafkaConnection connection, EncoderFactory encoder, ModelPackage model, Configuration options)
      throws IOException {
    DetectorFactory detector =
        options
            .getOptional(LiveMatchingOptions.DETECTOR)
            .<DetectorFactory>map(OnnxDetectorFactory::new)
            .orElseGet(HogDetectorFactory::new);
    Map<String, Double> quantiles = model.manifest().backgroundQuantiles();
    LiveModels models =
        new LiveModels(
            detector,
            encoder,
            ServedModel.atStart(
                model.manifest().modelId(),
                model.sha256(),
                quantiles == null ? Map.of() : quantiles),
            KafkaCropStore.factory(connection, options.get(LiveMatchingOptions.ASYNC_TIMEOUT)));
    return new KafkaLiveMatching(connection, models, options);
  }

  /**
   * What the options let the job rebuild its gallery from, as Kafka holds it now.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer, or does not let it be
   *     read
   */
  public StoredGallery storedGallery() {
    return options.get(LiveMatchingOptions.GALLERY_REBUILD_FROM) == RebuildFrom.SIGHTINGS
        ? StoredGallery.at(connection)
        : StoredGallery.NONE;
  }

  /** The graph, ready to be submitted, with what is stored of its gallery now. */
  public StreamGraph graph() {
    return graph(storedGallery());
  }

  /** The graph, ready to be submitted. */
  public StreamGraph graph(StoredGallery stored) {
    return graph(define(stored));
  }

  /** The graph of what is defined. */
  static StreamGraph graph(StreamExecutionEnvironment environment) {
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName("sketchwatch-live-matching");
    return graph;
  }

  /** Every stage, source and sink of the graph. */
  StreamExecutionEnvironment define(StoredGallery stored) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(flinkConfiguration());
    environment.setMaxParallelism(LiveMatchingJob.MAX_PARALLELISM);
    KafkaSources sources = new KafkaSources(connection, GROUP);
    LiveInputs inputs =
        new LiveInputs(
            frames(environment, sources),
            control(environment, sources.queries(), Stages.QUERY_SOURCE, ParsedQuery.class),
            control(environment, sources.models(), Stages.MODEL_SOURCE, ParsedModel.class),
            control(environment, sources.verdicts(), Stages.VERDICT_SOURCE, ParsedVerdict.class),
            control(environment, sources.exemplars(), Stages.EXEMPLAR_SOURCE, ParsedExemplar.class),
            control(
                environment,
                sources.reembeddedSightings(),
                Stages.REEMBEDDED_SOURCE,
                ParsedSighting.class),
            control(
                environment,
                sources.storedSightings(stored.ends(), stored.erasures()),
                Stages.STORED_SOURCE,
                ParsedSighting.class),
            control(environment, sources.erasures(), Stages.ERASURE_SOURCE, ParsedErasure.class));
    LiveOutputs outputs = new LiveMatchingJob(models, options).define(inputs);
    KafkaSinks sinks = sinks();
    sink(outputs.sightings(), sinks.sightings(), Stages.SIGHTING_SINK);
    sink(outputs.alerts(), sinks.alerts(), Stages.ALERT_SINK);
    sink(outputs.exemplars(), sinks.exemplars(), Stages.EXEMPLAR_SINK);
    sink(outputs.statuses(), sinks.queryStatuses(), Stages.QUERY_STATUS_SINK);
    sink(outputs.modelStatuses(), sinks.modelStatuses(), Stages.MODEL_STATUS_SINK);
    sink(outputs.erasureStatuses(), sinks.erasureStatuses(), Stages.ERASURE_STATUS_SINK);
    sink(outputs.tombstones(), sinks.tombstones(), Stages.TOMBSTONE_SINK);
    sink(outputs.coverage(), sinks.coverage(), Stages.COVERAGE_SINK);
    sink(outputs.deadLetters(), sinks.deadLetters(), Stages.DEAD_LETTER_SINK);
    sinkAudit(outputs);
    return environment;
  }

  private KafkaSinks sinks() {
    return options.get(LiveMatchingOptions.DELIVERY) == DeliveryGuarantee.EXACTLY_ONCE
        ? KafkaSinks.exactlyOnce(connection, GROUP)
        : KafkaSinks.atLeastOnce(connection);
  }

  private Configuration flinkConfiguration() {
    Configuration flink = new Configuration();
    flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
    flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, TOLERABLE_FAILED_CHECKPOINTS);
    flink.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
    flink.addAll(options);
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    return flink;
  }

  private DataStream<ParsedFrame> frames(
      StreamExecutionEnvironment environment, KafkaSources sources) {
    return environment
        .fromSource(
            sources.frames(FrameDeserializer.MAX_CONTENT_BYTES).build(),
            CaptureTimeWatermarks.of(LiveMatchingOptions.captureTimes(options)),
            Stages.FRAME_SOURCE,
            TypeInformation.of(ParsedFrame.class))
        .uid(Stages.FRAME_SOURCE);
  }

  /** What steers the job, such as queries, and what is stored: of no event time, or an old one. */
  private static <T> DataStream<T> control(
      StreamExecutionEnvironment environment,
      KafkaSourceBuilder<T> source,
      String stage,
      Class<T> type) {
    return environment
        .fromSource(source.build(), IdleWatermarks.strategy(), stage, TypeInformation.of(type))
        .uid(stage);
  }

  private static <T> DataStreamSink<T> sink(DataStream<T> stream, Sink<T> sink, String stage) {
    return stream.sinkTo(sink).uid(stage).name(stage);
  }

  /** There is little of it: one writer keeps few transactions open. */
  private void sinkAudit(LiveOutputs outputs) {
    KafkaSinks sinks = KafkaSinks.exactlyOnce(connection, GROUP);
    sink(outputs.audit(), sinks.audit(), Stages.AUDIT_SINK).setParallelism(1);
    sink(outputs.auditAnchors(), sinks.auditAnchors(), Stages.AUDIT_ANCHOR_SINK).setParallelism(1);
  }
}
