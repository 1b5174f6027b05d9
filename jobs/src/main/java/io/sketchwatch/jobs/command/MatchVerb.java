package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.demo.DemoModel;
import io.sketchwatch.jobs.demo.EmbeddedFlink;
import io.sketchwatch.jobs.live.KafkaLiveMatching;
import io.sketchwatch.jobs.live.LiveMatchingOptions;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import io.sketchwatch.modelexport.fetch.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the live job against Kafka, on a Flink cluster in this process. */
@Command(
    name = "match",
    description = "Watch topic frames for the queries of topic queries, until stopped.",
    footer = {
      "  sketchwatch match --kafka broker:9092",
      "  sketchwatch match --model models/dalnet-1 -D gallery.retention=12h \\",
      "      -D execution.checkpointing.dir=file:///var/lib/sketchwatch"
    })
final class MatchVerb extends Verb {

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "The encoder's package; default: the model that comes with Sketchwatch.")
  private Path model;

  @Option(
      names = "--detector",
      paramLabel = "DIR",
      description =
          "The person detector's package; default: NanoDet-g if models fetch has brought it, else"
              + " OpenCV's built-in one.")
  private Path detector;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "An option of the live job or of Flink; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Override
  void run() throws Exception {
    Configuration options = options();
    checked(() -> LiveMatchingOptions.validated(options));
    kafka.requireAnswer();
    try (TopicAdmin admin = new TopicAdmin(kafka.connection(), TopicOptions.from(options))) {
      admin.check(List.of(Topic.values()));
    }
    int slots = options.get(CoreOptions.DEFAULT_PARALLELISM);
    try (EmbeddedFlink flink = EmbeddedFlink.start(slots)) {
      JobID job = flink.submit(KafkaLiveMatching.withPackages(kafka.connection(), options).graph());
      err().printf("Watching; Flink's web UI: %s%n", flink.webUi());
      err().flush();
      await(flink, job);
    }
  }

  private static void await(EmbeddedFlink flink, JobID job) throws Exception {
    try {
      JobResult result = flink.result(job).get();
      throw new IOException(
          "The job has ended: " + result.getApplicationStatus(),
          result.getSerializedThrowable().orElse(null));
    } catch (InterruptedException e) {
      flink.cancel(job);
    }
  }

  private Configuration options() throws IOException {
    Configuration options = new Configuration();
    options.set(CoreOptions.DEFAULT_PARALLELISM, Runtime.getRuntime().availableProcessors());
    options.addAll(Configuration.fromMap(settings));
    Path cache = ModelFetcher.defaultCache(System.getenv());
    ModelPackage encoder = model == null ? DemoModel.open(cache) : ModelPackage.open(model);
    options.set(LiveMatchingOptions.MODEL, encoder.folder().toAbsolutePath().toString());
    Optional<Path> found =
        detector == null
            ? new ModelFetcher(cache).find(ModelSource.NANODET)
            : Optional.of(ModelPackage.open(detector).folder());
    if (found.isPresent()) {
      options.set(LiveMatchingOptions.DETECTOR, found.get().toAbsolutePath().toString());
    } else {
      err().println("NanoDet-g is not there: OpenCV's built-in detector is used; see models fetch");
    }
    return options;
  }
}
