package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.demo.DemoModel;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --model}, for verbs that run an encoder in this process. */
final class EncoderOption {

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "The encoder's package; default: the model that comes with Sketchwatch.")
  private Path folder;

  /**
   * The package; that of the default is put into the cache.
   *
   * @throws IOException if it is no sound package
   */
  ModelPackage open() throws IOException {
    return folder == null
        ? DemoModel.open(ModelFetcher.defaultCache(System.getenv()))
        : ModelPackage.open(folder);
  }
}
