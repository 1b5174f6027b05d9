package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.application.LiveMatchingApplication;
import io.sketchwatch.jobs.demo.EmbeddedFlink;
import io.sketchwatch.jobs.live.KafkaLiveMatching;
import io.sketchwatch.jobs.live.LiveMatchingOptions;
import io.sketchwatch.jobs.live.RebuildFrom;
import io.sketchwatch.jobs.live.RemoteFlink;
import io.sketchwatch.jobs.live.StoredGallery;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import io.sketchwatch.modelexport.fetch.ModelSource;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.graph.StreamGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the live job against Kafka, on a Flink cluster in this process or elsewhere. */
@Command(
    name = "match",
    description = {
      "Watch topic frames for the queries of topic queries: in this process until stopped, or, with"
          + " -D execution.target=remote, on a Flink cluster elsewhere."
    },
    footer = {
      "  sketchwatch match --kafka broker:9092",
      "  sketchwatch match --model models/dalnet-1 -D gallery.retention=12h \\",
      "      -D execution.checkpointing.dir=file:///var/lib/sketchwatch",
      "  sketchwatch match --kafka broker:9092 -D execution.target=remote \\",
      "      -D rest.address=jobmanager -D rest.port=8081 -D parallelism.default=4"
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
          "The person detector's package; default: in this process NanoDet-g if models fetch has"
              + " brought it, else OpenCV's built-in one.")
  private Path detector;

  @Option(
      names = "--rebuild-from",
      paramLabel = "sightings",
      description =
          "Fill the gallery of a job that starts without its state with what the topics hold of its"
              + " retention.")
  private RebuildFrom rebuildFrom;

  @Mixin private JobOptions jobOptions;

  @Override
  void run() throws Exception {
    Configuration options = jobOptions.of(this);
    if (rebuildFrom != null) {
      options.set(LiveMatchingOptions.GALLERY_REBUILD_FROM, rebuildFrom);
    }
    checked(() -> LiveMatchingOptions.validated(options));
    boolean elsewhere = checked(() -> RemoteFlink.isNamedBy(options));
    addModels(options, elsewhere);
    if (elsewhere) {
      submit(RemoteFlink.of(options, code()), options);
    } else {
      watch(options);
    }
  }

  private void submit(RemoteFlink flink, Configuration options) throws Exception {
    JobID job = flink.submit(graph(matching(options)));
    out().printf("Job %s is submitted; Flink's web UI: %s%n", job, flink.webUi());
  }

  private void watch(Configuration options) throws Exception {
    KafkaLiveMatching matching = matching(EmbeddedFlink.hereOf(options));
    int slots = options.get(CoreOptions.DEFAULT_PARALLELISM);
    try (EmbeddedFlink flink = EmbeddedFlink.start(slots, options)) {
      JobID job = flink.submit(graph(matching));
      err().printf("Watching; Flink's web UI: %s%n", flink.webUi());
      err().flush();
      await(flink, job);
    }
  }

  /** Tells how much is read to rebuild the gallery, if it is. */
  private StreamGraph graph(KafkaLiveMatching matching) {
    StoredGallery stored = matching.storedGallery();
    if (!stored.equals(StoredGallery.NONE)) {
      err()
          .printf(
              "The gallery is rebuilt, while the job watches, from at most %d records of topics"
                  + " sightings and reembedded-sightings%n",
              stored.records());
      err().flush();
    }
    return matching.graph(stored);
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

  /** The job, once Kafka has answered and its topics are right. */
  private KafkaLiveMatching matching(Configuration options) throws Exception {
    kafka.requireAnswer();
    return LiveMatchingApplication.matching(kafka.connection(), options, cache());
  }

  private void addModels(Configuration options, boolean elsewhere) throws IOException {
    if (model != null) {
      options.set(LiveMatchingOptions.MODEL, folder(model));
    }
    if (detector != null) {
      options.set(LiveMatchingOptions.DETECTOR, folder(detector));
    } else if (!options.contains(LiveMatchingOptions.DETECTOR)) {
      findDetector(options, elsewhere);
    }
  }

  /** The cache is this machine's: a cluster elsewhere need not see it. */
  private void findDetector(Configuration options, boolean elsewhere) throws IOException {
    if (elsewhere) {
      err().println("OpenCV's built-in detector is used; name a better one with --detector DIR");
      return;
    }
    Optional<Path> found = new ModelFetcher(cache()).find(ModelSource.NANODET);
    if (found.isPresent()) {
      options.set(LiveMatchingOptions.DETECTOR, found.get().toAbsolutePath().toString());
    } else {
      err().println("NanoDet-g is not there: OpenCV's built-in detector is used; see models fetch");
    }
  }

  private static String folder(Path modelPackage) throws IOException {
    return ModelPackage.open(modelPackage).folder().toAbsolutePath().toString();
  }

  private static Path cache() {
    return ModelFetcher.defaultCache(System.getenv());
  }

  /** The folder or jar that this class was loaded from. */
  private static Path code() throws URISyntaxException {
    return Path.of(MatchVerb.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
