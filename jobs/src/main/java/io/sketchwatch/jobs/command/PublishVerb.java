package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelAnnouncement.State;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Announces a model package on topic {@code models}. */
@Command(
    name = "publish",
    description =
        "Verify a model package and announce it on topic 'models', with a higher epoch than any"
            + " before.",
    footer = {
      "  sketchwatch publish --kafka kafka:9092 --model models/dalnet-2",
      "  sketchwatch publish --model models/dalnet-2 --uri s3://models/dalnet-2 \\",
      "      --state CANDIDATE"
    })
final class PublishVerb extends Verb {

  @Mixin private KafkaOptions kafka;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "The package.")
  private Path model;

  @Option(
      names = "--state",
      defaultValue = "ACTIVE",
      description =
          "CANDIDATE runs beside the model in force and alerts nobody, ACTIVE comes into force,"
              + " RETIRED is no longer used; default: ${DEFAULT-VALUE}.")
  private State state;

  @Option(
      names = "--uri",
      description = "Where the jobs find the package; default: the folder as file: URI.")
  private URI uri;

  @Option(
      names = "--active-from",
      paramLabel = "INSTANT",
      description = "Capture time of the first sighting it is used for; default: now.")
  private Instant activeFrom;

  @Option(names = "--json", description = "Print what was sent as JSON.")
  private boolean json;

  @Override
  void run() throws Exception {
    if (uri != null && !uri.isAbsolute()) {
      throw misuse("Expected an absolute --uri, such as s3://models/dalnet-2, but was " + uri);
    }
    ModelPackage verified = verified();
    URI place = uri == null ? verified.folder().toRealPath().toUri() : uri;
    Instant from = activeFrom == null ? Instant.now() : activeFrom;
    ModelAnnouncement sent = new ModelTopic(kafka).announce(verified, place, state, from);
    ModelReport.print(sent, json, out());
  }

  /** What a job would refuse is not announced: damaged files, another kind, other shapes. */
  private ModelPackage verified() throws IOException {
    ModelPackage opened = ModelPackage.open(model);
    try (OnnxEncoder encoder = OnnxEncoder.open(opened, 1)) {
      return opened;
    }
  }
}
