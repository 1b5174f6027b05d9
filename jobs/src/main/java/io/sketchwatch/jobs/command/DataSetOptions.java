package io.sketchwatch.jobs.command;

import io.sketchwatch.dalnet.data.DataSetChoice;
import io.sketchwatch.jobs.training.DataSetFolder;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a data set is read: the same options wherever one is named. */
final class DataSetOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--layout",
      paramLabel = "NAME",
      description =
          "pku-sketch, market-sketch-1k, qmul-shoe-v2, qmul-chair-v2, cufsf or plain; recognised"
              + " from the folder if left out.")
  private String layout;

  @Option(
      names = "--split",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Which division into training and test, of a data set that has several: pku-sketch has"
              + " 10, cufsf 5; default: ${DEFAULT-VALUE}.")
  private int split;

  /**
   * The data set in a folder, or a copy of the one at a URI; a layout or split that does not exist
   * is the user's mistake.
   */
  DataSetChoice choice(String data) throws IOException {
    return choice(data, split);
  }

  DataSetChoice choice(String data, int ofSplit) throws IOException {
    Path root = folder(data);
    try {
      return DataSetChoice.of(root, layout, ofSplit);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private static Path folder(String data) throws IOException {
    if (!DataSetFolder.isLocal(data)) {
      loadFileSystems();
    }
    try (Progress progress = Progress.of("Copying", "files")) {
      return DataSetFolder.open(data, ModelFetcher.defaultCache(System.getenv()), progress::step);
    }
  }

  /** As Flink's processes do: settings of FLINK_CONF_DIR, file systems of FLINK_PLUGINS_DIR. */
  private static void loadFileSystems() {
    Configuration settings = GlobalConfiguration.loadConfiguration();
    FileSystem.initialize(settings, PluginUtils.createPluginManagerFromRootFolder(settings));
  }
}
