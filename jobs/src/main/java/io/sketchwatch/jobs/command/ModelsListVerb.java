package io.sketchwatch.jobs.command;

import io.sketchwatch.modelexport.fetch.ModelFetcher;
import io.sketchwatch.modelexport.fetch.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the models that can be fetched, and where those are that have been. */
@Command(
    name = "list",
    description = "List the models that can be fetched, and where those are that have been.",
    footer = {"  sketchwatch models list", "  sketchwatch models list --json"})
final class ModelsListVerb extends Verb {

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
