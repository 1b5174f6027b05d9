package io.sketchwatch.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.CloudEventSerializer;
import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.crop.CropStore;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.jobs.broker.EmbeddedBroker;
import io.sketchwatch.jobs.codec.AlertJson;
import io.sketchwatch.jobs.codec.CoverageJson;
import io.sketchwatch.jobs.codec.DeadLetterRecords;
import io.sketchwatch.jobs.codec.FrameDeserializer;
import io.sketchwatch.jobs.codec.FrameRecords;
import io.sketchwatch.jobs.codec.ModelStatusJson;
import io.sketchwatch.jobs.codec.QueryJson;
import io.sketchwatch.jobs.codec.QueryStatusJson;
import io.sketchwatch.jobs.codec.Samples;
import io.sketchwatch.jobs.codec.SightingCodec;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import io.sketchwatch.jobs.topic.TopicSetupException;
import io.sketchwatch.operators.frame.ParsedFrame;
import io.sketchwatch.operators.query.ParsedQuery;
import io.sketchwatch.operators.verdict.ExemplarUpdate;
import io.sketchwatch.operators.verdict.ParsedExemplar;
import java.io.IOException;
import java.lang.reflect.Array;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every contract with Kafka, on a real broker and a real mini cluster. */
@Timeout(90)
class KafkaContractsITCase {

  private static final EnumSet<Topic> TOPICS =
      EnumSet.complementOf(EnumSet.of(Topic.VERDICTS, Topic.MODELS));
  private static final Duration WAIT = Duration.ofSeconds(20);

  @RegisterExtension
  private static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static EmbeddedBroker broker;
  private static KafkaConnection connection;

  @BeforeAll
  static void startBrokerWithTopics() throws Exception {
    broker = EmbeddedBroker.start();
    connection = KafkaConnection.to(broker.bootstrapServers());
    try (TopicAdmin topics = new TopicAdmin(connection, TopicOptions.defaults())) {
      assertThat(topics.create(TOPICS)).containsExactlyElementsOf(TOPICS);
    }
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  // -- topics

  @Test
  void shouldFindTheTopicsItCreatedAsTheyShouldBe() throws Exception {
    try (TopicAdmin topics = new TopicAdmin(connection, TopicOptions.defaults())) {
      topics.check(TOPICS);

      assertThat(topics.create(TOPICS)).isEmpty();
    }
  }

  @Test
  void shouldRefuseTopicsThatAreSetUpAgainstTheTable() throws Exception {
    try (Admin admin = Admin.create(connection.properties());
        TopicAdmin topics = new TopicAdmin(connection, TopicOptions.defaults())) {
      assertThatExceptionOfType(TopicSetupException.class)
          .isThrownBy(() -> topics.check(List.of(Topic.VERDICTS)))
          .withMessage(
              "Topic 'verdicts' is not set up by the table: 'topic' must be there, but was missing:"
                  + " run 'sketchwatch topics create'");

      NewTopic models = new NewTopic("models", Optional.of(2), Optional.empty());
      admin.createTopics(Set.of(models)).all().get(20, TimeUnit.SECONDS);

      assertThatExceptionOfType(TopicSetupException.class)
          .isThrownBy(() -> topics.create(List.of(Topic.MODELS)))
          .withMessageContaining(
              "Topic 'models' is not set up by the table: 'partitions' must be 1")
          .withMessageContaining("but was 2")
          .withMessageEndingWith("(and 1 more: see 'sketchwatch topics check')");
      assertThat(topics.inspect(List.of(Topic.MODELS)))
          .anySatisfy(
              finding -> {
                assertThat(finding.setting()).isEqualTo("cleanup.policy");
                assertThat(finding.expected()).isEqualTo("compact");
                assertThat(finding.actual()).isEqualTo("delete");
              });
    }
  }

  // -- sources

  @Test
  void shouldReadFramesOfAnyCloudEventsProducer() throws Exception {
    ProducerRecord<byte[], byte[]> plain = frame("gate", "f-1");
    ProducerRecord<byte[], byte[]> poison = frame("gate", "f-3");
    poison.headers().remove("ce_time");
    send(new ByteArraySerializer(), plain, poison);
    send(new CloudEventSerializer(), sdkFrame("gate", "f-2"));

    List<ParsedFrame> frames =
        read(
            new KafkaSources(connection, "readers").frames(FrameDeserializer.MAX_CONTENT_BYTES),
            TypeInformation.of(ParsedFrame.class));

    assertThat(frames.stream().filter(parsed -> parsed.frame() != null))
        .extracting(parsed -> parsed.frame().frameId(), parsed -> parsed.frame().captureTime())
        .containsExactly(tuple("f-1", Samples.NOON), tuple("f-2", Samples.NOON));
    assertThat(frames.stream().filter(parsed -> parsed.deadLetter() != null))
        .extracting(parsed -> parsed.deadLetter().error())
        .containsExactly("Record must have a header 'ce_time', but has none");
  }

  @Test
  void shouldReadQueriesAndWithdrawals() throws Exception {
    byte[] key = "q-17".getBytes(UTF_8);
    send(
        new ByteArraySerializer(),
        new ProducerRecord<>("queries", key, QueryJson.encode(Samples.aQuery())),
        new ProducerRecord<>("queries", key, "{}".getBytes(UTF_8)),
        new ProducerRecord<>("queries", key, null));

    List<ParsedQuery> queries =
        read(
            new KafkaSources(connection, "readers").queries(),
            TypeInformation.of(ParsedQuery.class));

    assertThat(queries).hasSize(3).allMatch(parsed -> parsed.queryId().equals("q-17"));
    assertThat(queries.get(0).query()).isEqualTo(Samples.aQuery());
    assertThat(queries.get(1).deadLetter().error()).contains("'queryId'");
    assertThat(queries.get(2).query()).isNull();
    assertThat(queries.get(2).deadLetter()).isNull();
  }

  private static <T> List<T> read(KafkaSourceBuilder<T> source, TypeInformation<T> type)
      throws Exception {
    List<T> records = new ArrayList<>();
    try (CloseableIterator<T> read =
        environment()
            .fromSource(
                source.setBounded(OffsetsInitializer.latest()).build(),
                WatermarkStrategy.noWatermarks(),
                "source",
                type)
            .executeAndCollect()) {
      read.forEachRemaining(records::add);
    }
    return records;
  }

  // -- sinks

  @Test
  void shouldWriteSightingsOfACameraToThePartitionOfItsFrames() throws Exception {
    List<Sighting> sightings = new ArrayList<>();
    for (String camera : List.of("gate", "street", "yard")) {
      sightings.add(Samples.aSighting(camera, 0));
      sightings.add(Samples.aSighting(camera, 1));
    }

    write(sightings, Sighting.class, KafkaSinks.atLeastOnce(connection).sightings());

    List<ConsumerRecord<byte[], byte[]>> records = records("sightings");
    assertThat(records).hasSize(6);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Sighting sighting = SightingCodec.decode(record.value());
      assertThat(sightings).contains(sighting);
      assertThat(new String(record.key(), UTF_8)).isEqualTo(sighting.key());
      assertThat(record.partition())
          .isEqualTo(send(new ByteArraySerializer(), frame(sighting.cameraId(), "x")).partition());
    }
  }

  @Test
  void shouldWriteAlertsWithCloudEventsHeadersExactlyOnce() throws Exception {
    write(
        List.of(Samples.anAlert()),
        Alert.class,
        KafkaSinks.exactlyOnce(connection, "contracts").alerts());

    ConsumerRecord<byte[], byte[]> record = onlyRecord("alerts");
    assertThat(new String(record.key(), UTF_8)).isEqualTo("q-17");
    assertThat(AlertJson.decode(record.value())).isEqualTo(Samples.anAlert());
    assertThat(new String(record.headers().lastHeader("ce_id").value(), UTF_8))
        .isEqualTo(Samples.anAlert().alertId() + "/1");
    assertThat(new String(record.headers().lastHeader("content-type").value(), UTF_8))
        .isEqualTo("application/json");
  }

  @Test
  void shouldWriteStatusesAndCoverage() throws Exception {
    KafkaSinks sinks = KafkaSinks.atLeastOnce(connection);
    write(List.of(Samples.aQueryStatus()), QueryStatus.class, sinks.queryStatuses());
    write(List.of(Samples.aModelStatus()), ModelStatus.class, sinks.modelStatuses());
    write(List.of(Samples.aCoverage()), Coverage.class, sinks.coverage());

    assertThat(QueryStatusJson.decode(onlyRecord("query-status").value()))
        .isEqualTo(Samples.aQueryStatus());
    assertThat(ModelStatusJson.decode(onlyRecord("model-status").value()))
        .isEqualTo(Samples.aModelStatus());
    assertThat(new String(onlyRecord("model-status").key(), UTF_8)).isEqualTo("dalnet-2");
    assertThat(CoverageJson.decode(onlyRecord("coverage").value())).isEqualTo(Samples.aCoverage());
    assertThat(new String(onlyRecord("coverage").key(), UTF_8)).isEqualTo("gate");
  }

  @Test
  void shouldReadBackThePhotosThatJoinedAndLeftAQuery() throws Exception {
    Exemplar photo = Samples.anExemplar();
    List<ExemplarUpdate> updates =
        List.of(
            new ExemplarUpdate(photo.queryId(), photo.alertId(), photo),
            new ExemplarUpdate(photo.queryId(), photo.alertId(), null));
    write(updates, ExemplarUpdate.class, KafkaSinks.atLeastOnce(connection).exemplars());

    List<ParsedExemplar> read =
        read(
            new KafkaSources(connection, "readers").exemplars(),
            TypeInformation.of(ParsedExemplar.class));

    assertThat(read)
        .extracting(ParsedExemplar::queryId, ParsedExemplar::update)
        .containsExactly(tuple("q-17", updates.get(0)), tuple("q-17", updates.get(1)));
  }

  @Test
  void shouldWriteTheLargestPoisonFrameToTheDeadLetters() throws Exception {
    DeadLetter huge =
        new DeadLetter(
            new RecordOrigin("frames", 0, 1),
            "gate".getBytes(UTF_8),
            new byte[DeadLetterRecords.MAX_VALUE_BYTES],
            "frame-source",
            "too large");

    write(
        List.of(Samples.aDeadLetter(), huge),
        DeadLetter.class,
        KafkaSinks.atLeastOnce(connection).deadLetters());

    List<DeadLetter> letters = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records("dead-letters")) {
      letters.add(DeadLetterRecords.read(record));
    }
    assertThat(letters).containsExactlyInAnyOrder(Samples.aDeadLetter(), huge);
  }

  private static <T> void write(List<T> values, Class<T> type, Sink<T> sink) throws Exception {
    StreamExecutionEnvironment environment = environment();
    environment.fromData(TypeInformation.of(type), values.toArray(newArray(type))).sinkTo(sink);
    environment.execute();
  }

  @SuppressWarnings("unchecked")
  private static <T> T[] newArray(Class<T> type) {
    return (T[]) Array.newInstance(type, 0);
  }

  private static StreamExecutionEnvironment environment() {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    environment.setParallelism(1);
    environment.enableCheckpointing(200);
    return environment;
  }

  // -- crops

  @Test
  void shouldReadBackAStoredCropAndRefuseAnother() throws Exception {
    CropReference reference;
    try (CropStore store = KafkaCropStore.factory(connection, WAIT).open()) {
      store.store("gate/t/0", "gate", () -> new byte[] {1}).toCompletableFuture().get();
      reference = store.store("gate/t/1", "gate", Samples::picture).toCompletableFuture().get();
    }

    assertThat(reference.offset()).isEqualTo(1);
    assertThat(reference.sha256()).isEqualTo(Sha256.hex(Samples.picture()));
    CropReference earlier =
        new CropReference(reference.topic(), reference.partition(), 0, reference.sha256());
    CropReference other =
        new CropReference(reference.topic(), reference.partition(), 1, Sha256.hex(new byte[] {1}));
    try (CropReader reader = new CropReader(connection, WAIT)) {
      assertThat(reader.read(reference)).isEqualTo(Samples.picture());
      assertThat(reader.read(earlier)).isEqualTo(Samples.picture());
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> reader.read(other))
          .withMessageContaining("is not held: no record from its offset on has its hash");
    }
  }

  @Test
  void shouldFailTheCropThatCannotBeStored() throws Exception {
    try (CropStore store = KafkaCropStore.factory(connection, WAIT).open()) {
      assertThat(store.store("gate/t/2", "gate", () -> new byte[2 << 20]).toCompletableFuture())
          .failsWithin(WAIT)
          .withThrowableThat()
          .withMessageContaining("Crop 'gate/t/2' was not stored");
    }
  }

  // -- plain clients

  private static ProducerRecord<byte[], byte[]> frame(String cameraId, String frameId) {
    return FrameRecords.producerRecord(
        "frames", cameraId, frameId, Samples.NOON, "image/jpeg", Samples.picture());
  }

  private static ProducerRecord<byte[], CloudEvent> sdkFrame(String cameraId, String frameId) {
    return new ProducerRecord<>(
        "frames",
        cameraId.getBytes(UTF_8),
        CloudEventBuilder.v1()
            .withId(frameId)
            .withSource(URI.create(cameraId))
            .withType("com.example.camera")
            .withTime(Samples.NOON.atOffset(ZoneOffset.UTC))
            .withData("image/jpeg", Samples.picture())
            .build());
  }

  @SafeVarargs
  private static <T> RecordMetadata send(
      Serializer<T> serializer, ProducerRecord<byte[], T>... records) throws Exception {
    serializer.configure(Map.of(CloudEventSerializer.ENCODING_CONFIG, "BINARY"), false);
    RecordMetadata last = null;
    try (KafkaProducer<byte[], T> producer =
        new KafkaProducer<>(connection.properties(), new ByteArraySerializer(), serializer)) {
      for (ProducerRecord<byte[], T> record : records) {
        last = producer.send(record).get(20, TimeUnit.SECONDS);
      }
    }
    return last;
  }

  private static ConsumerRecord<byte[], byte[]> onlyRecord(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = records(topic);
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    Properties properties = connection.properties();
    properties.put("isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }
}
