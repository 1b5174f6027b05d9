package io.sketchwatch.jobs.application;

import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.demo.DemoEncoderFactory;
import io.sketchwatch.jobs.demo.DemoModel;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.live.KafkaLiveMatching;
import io.sketchwatch.jobs.live.LiveMatchingOptions;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The live job as a Flink application: {@code --kafka HOST:PORT [--kafka-config FILE]}; every other
 * option of the live job, of topics and of Flink comes from Flink's own configuration.
 */
public final class LiveMatchingApplication {

  private static final String KAFKA = "kafka";
  private static final String KAFKA_CONFIG = "kafka-config";

  private LiveMatchingApplication() {}

  /**
   * Submits the job to the cluster that this runs in.
   *
   * @throws Exception if an argument is unknown or missing, an option is out of its range, Kafka
   *     does not answer, or its topics are set up against the job
   */
  public static void main(String[] args) throws Exception {
    submit(args);
  }

  static JobClient submit(String... args) throws Exception {
    ApplicationArguments given =
        ApplicationArguments.of(List.of(KAFKA, KAFKA_CONFIG), List.of(KAFKA), args);
    Path config = given.path(KAFKA_CONFIG);
    KafkaConnection kafka =
        new KafkaConnection(
            given.text(KAFKA), config == null ? Map.of() : KafkaConnection.settings(config));
    StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
    Configuration options = Configuration.fromMap(flink.getConfiguration().toMap());
    LiveMatchingOptions.validated(options);
    Path unpacked = Files.createTempDirectory("sketchwatch-model-");
    try {
      return flink.executeAsync(matching(kafka, options, unpacked).graph());
    } finally {
      FileUtils.deleteDirectory(unpacked.toFile());
    }
  }

  /**
   * The job with the packages that the options name, or else the model that comes with the product,
   * once Kafka has answered and its topics are right.
   *
   * @param unpacked where that model is unpacked, while this runs
   */
  public static KafkaLiveMatching matching(
      KafkaConnection kafka, Configuration options, Path unpacked) throws Exception {
    try (TopicAdmin admin = new TopicAdmin(kafka, TopicOptions.from(options))) {
      admin.check(List.of(Topic.values()));
    }
    if (options.contains(LiveMatchingOptions.MODEL)) {
      return KafkaLiveMatching.withPackages(kafka, options);
    }
    ModelPackage model = DemoModel.open(unpacked);
    return KafkaLiveMatching.withEncoder(
        kafka, new DemoEncoderFactory(options.get(LiveMatchingOptions.ENGINE)), model, options);
  }
}
