package io.sketchwatch.jobs.command;

import io.sketchwatch.dalnet.data.DataSetChoice;
import java.io.IOException;
import java.nio.file.Path;
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

  /** The data set in a folder; a layout or split that does not exist is the user's mistake. */
  DataSetChoice choice(Path data) throws IOException {
    return choice(data, split);
  }

  DataSetChoice choice(Path data, int ofSplit) throws IOException {
    try {
      return DataSetChoice.of(data, layout, ofSplit);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
