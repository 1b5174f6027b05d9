package io.sketchwatch.jobs.command;

import io.sketchwatch.modelexport.fetch.ModelFetcher;
import io.sketchwatch.modelexport.fetch.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches models into the cache; one that is there already costs nothing. */
@Command(
    name = "fetch",
    description = "Fetch models once, check their hashes, and keep them as model packages.",
    footer = {"  sketchwatch models fetch", "  sketchwatch models fetch nanodet-g-416"})
final class ModelsFetchVerb extends Verb {

  @Parameters(arity = "0..*", paramLabel = "ID", description = "Which; default: all.")
  private List<String> modelIds = List.of();

  @Option(names = "--json", description = "Print JSON, a line a model.")
  private boolean json;

  @Override
  void run() throws Exception {
    List<ModelSource> sources =
        modelIds.isEmpty() ? ModelSource.ALL : modelIds.stream().map(this::source).toList();
    ModelFetcher fetcher = new ModelFetcher(ModelFetcher.defaultCache(System.getenv()));
    for (ModelSource source : sources) {
      Path folder = fetcher.fetch(source, err()::println);
      report(source, folder);
    }
  }

  private ModelSource source(String modelId) {
    return ModelSource.ALL.stream()
        .filter(source -> source.modelId().equals(modelId))
        .findFirst()
        .orElseThrow(() -> misuse("Model '%s' is none of %s".formatted(modelId, known())));
  }

  private static String known() {
    return ModelSource.ALL.stream().map(ModelSource::modelId).collect(Collectors.joining(", "));
  }

  private void report(ModelSource source, Path folder) throws IOException {
    if (json) {
      JsonLines.write(out(), Map.of("modelId", source.modelId(), "folder", folder.toString()));
    } else {
      out().printf("Model '%s' is in %s%n", source.modelId(), folder);
    }
  }
}
