package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelAnnouncement;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings an earlier model back into force, by announcing it with a higher epoch. */
@Command(
    name = "rollback",
    description =
        "Bring an earlier model back into force, for sightings from now on. Twice, it undoes"
            + " itself.",
    footer = {
      "  sketchwatch models rollback --kafka kafka:9092",
      "  sketchwatch models rollback dalnet-1"
    })
final class ModelsRollbackVerb extends Verb {

  @Mixin private KafkaOptions kafka;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "Which ACTIVE model; default: the one in force before.")
  private String modelId;

  @Option(names = "--json", description = "Print what was sent as JSON.")
  private boolean json;

  @Override
  void run() throws Exception {
    ModelTopic topic = new ModelTopic(kafka);
    List<ModelAnnouncement> earlier = topic.active().stream().skip(1).toList();
    ModelAnnouncement chosen =
        earlier.stream()
            .filter(model -> modelId == null || model.modelId().equals(modelId))
            .findFirst()
            .orElseThrow(() -> nothingToGoBackTo(earlier));
    ModelReport.print(topic.goBackTo(chosen, Instant.now()), json, out());
  }

  private IOException nothingToGoBackTo(List<ModelAnnouncement> earlier) {
    return new IOException(
        "Expected %s ACTIVE model out of force, but those are %s: list all with: sketchwatch models list --kafka HOST:PORT"
            .formatted(
                modelId == null ? "an" : "'" + modelId + "' to be an",
                earlier.stream().map(ModelAnnouncement::modelId).toList()));
  }
}
