package io.sketchwatch.jobs.command;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.live.InferenceEngine;
import io.sketchwatch.jobs.live.LiveMatchingOptions;
import io.sketchwatch.jobs.reembed.ReembeddingModel;
import io.sketchwatch.jobs.reembed.ReembeddingReport;
import io.sketchwatch.jobs.reembed.ReembeddingRun;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import io.sketchwatch.operators.AllowedRoots;
import io.sketchwatch.operators.embedding.OnnxEncoderFactory;
import io.sketchwatch.operators.model.AnnouncedPackage;
import io.sketchwatch.operators.model.PackageEncoderFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Embeds what was seen with another model, so that queries find the past under it. */
@Command(
    name = "reembed",
    description = {
      "Embed the stored crops of topic sightings with another model, for the galleries of running"
          + " jobs. Stopped and started again, it goes on where it was."
    },
    footer = {
      "  sketchwatch reembed --kafka kafka:9092 --model models/dalnet-2",
      "  sketchwatch reembed --kafka kafka:9092 --announced dalnet-2 --device gpu \\",
      "      -D models.allowed-roots=s3://models"
    })
final class ReembedVerb extends Verb {

  private static final List<Topic> TOPICS =
      List.of(
          Topic.SIGHTINGS,
          Topic.CROPS,
          Topic.REEMBEDDED_SIGHTINGS,
          Topic.ERASURES,
          Topic.DEAD_LETTERS);

  @Mixin private KafkaOptions kafka;

  @ArgGroup(multiplicity = "1")
  private Chosen chosen;

  @Mixin private JobOptions jobOptions;

  @Option(names = "--json", description = "Print the counts as JSON.")
  private boolean json;

  @Override
  void run() throws Exception {
    Configuration options = jobOptions.of(this);
    checked(() -> LiveMatchingOptions.validated(options));
    kafka.requireAnswer();
    try (TopicAdmin admin = new TopicAdmin(kafka.connection(), TopicOptions.from(options))) {
      admin.check(TOPICS);
    }
    ReembeddingModel model =
        model(LiveMatchingOptions.modelRoots(options), options.get(LiveMatchingOptions.ENGINE));
    List<Erasure> erasures = new ErasureTopic(kafka).read();
    try (Progress progress = Progress.of("Re-embedding", "sightings")) {
      print(new ReembeddingRun(kafka.connection(), model, erasures, options).run(progress::reach));
    }
  }

  private ReembeddingModel model(AllowedRoots roots, InferenceEngine engine)
      throws IOException, InterruptedException {
    List<ModelAnnouncement> announced = new ModelTopic(kafka).read();
    if (chosen.folder == null) {
      ModelAnnouncement model =
          find(announced, chosen.modelId)
              .orElseThrow(() -> new IOException(notAnnounced(chosen.modelId)));
      AnnouncedPackage where = new AnnouncedPackage(model.modelId(), model.uri(), model.sha256());
      where.requireBelow(roots);
      return new ReembeddingModel(model.modelId(), new PackageEncoderFactory(where, engine));
    }
    ModelPackage opened = ModelPackage.open(chosen.folder);
    String modelId = opened.manifest().modelId();
    if (find(announced, modelId).isEmpty()) {
      err().println(notAnnounced(modelId) + ", or start the job with it");
    }
    String folder = opened.folder().toAbsolutePath().toString();
    return new ReembeddingModel(modelId, new OnnxEncoderFactory(folder, engine));
  }

  private static Optional<ModelAnnouncement> find(
      List<ModelAnnouncement> announced, String modelId) {
    return announced.stream().filter(model -> model.modelId().equals(modelId)).findFirst();
  }

  private static String notAnnounced(String modelId) {
    return "Model '%s' is not announced, so no query searches under it: publish it"
        .formatted(modelId);
  }

  private void print(ReembeddingReport report) throws IOException {
    if (json) {
      JsonLines.write(out(), report);
      return;
    }
    out()
        .printf(
            "%d sightings are embedded with model '%s'; skipped: %d erased, %d that it had embedded"
                + " already, %d without a crop, %d whose crop is gone, %d whose crop is no"
                + " picture%n",
            report.reembedded(),
            report.modelId(),
            report.erased(),
            report.ofTheModel(),
            report.withoutCrop(),
            report.cropGone(),
            report.cropUnreadable());
    out().flush();
  }

  /** One of these. */
  private static final class Chosen {

    @Option(names = "--model", paramLabel = "DIR", description = "The model's package.")
    private Path folder;

    @Option(
        names = "--announced",
        paramLabel = "ID",
        description = "A model that was announced by publish.")
    private String modelId;
  }
}
