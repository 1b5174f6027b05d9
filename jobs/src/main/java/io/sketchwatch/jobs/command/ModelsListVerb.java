package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import io.sketchwatch.modelexport.fetch.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the models that can be fetched, or those that are announced to the jobs. */
@Command(
    name = "list",
    description =
        "List the models that can be fetched, and where those are that have been. With --kafka,"
            + " list those that are announced instead, the last one first.",
    footer = {"  sketchwatch models list", "  sketchwatch models list --kafka kafka:9092 --json"})
final class ModelsListVerb extends Verb {

  @Mixin private KafkaOptions kafka;

  @Option(names = "--json", description = "Print JSON, a line a model.")
  private boolean json;

  /**
   * One model.
   *
   * @param modelId its name
   * @param source package of the registry
   * @param folder where it is; null if it has not been fetched
   */
  record Line(String modelId, String source, String folder) {}

  @Override
  void run() throws Exception {
    if (isGiven("--kafka")) {
      listAnnounced();
    } else {
      listFree();
    }
  }

  private void listAnnounced() throws Exception {
    List<ModelAnnouncement> models = new ModelTopic(kafka).read();
    if (models.isEmpty() && !json) {
      out().println("No model is announced");
    }
    for (ModelAnnouncement model : models) {
      ModelReport.print(model, json, out());
    }
  }

  private void listFree() throws IOException {
    Map<String, Path> installed =
        new ModelFetcher(ModelFetcher.defaultCache(System.getenv())).installed();
    for (ModelSource source : ModelSource.ALL) {
      Path folder = installed.get(source.modelId());
      print(
          new Line(
              source.modelId(),
              "npm " + source.npmPackage(),
              folder == null ? null : folder.toString()));
    }
  }

  private void print(Line line) throws IOException {
    if (json) {
      JsonLines.write(out(), line);
    } else {
      out()
          .printf(
              "%-16s %-36s %s%n",
              line.modelId, line.source, line.folder == null ? "not fetched" : line.folder);
    }
  }
}
