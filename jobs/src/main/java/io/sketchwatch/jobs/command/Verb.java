package io.sketchwatch.jobs.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every verb has: help, {@code --verbose}, and the streams it may write to. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%nArguments:%n",
    footerHeading = "%nExamples:%n")
abstract class Verb implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--verbose", description = "Log more, and print the stack trace of a failure.")
  void setVerbose(boolean verbose) {
    if (verbose) {
      System.setProperty("sketchwatch.debug", "true");
      System.setProperty("sketchwatch.log.level", "info");
    }
  }

  /**
   * Does the work.
   *
   * @throws Exception whose message is the one line that the user reads
   */
  abstract void run() throws Exception;

  @Override
  public final Integer call() throws Exception {
    run();
    return 0;
  }

  /** Receives results only. */
  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Receives everything that is not a result. */
  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Whether the user wrote an option, rather than leaving its default. */
  final boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** A setting whose own check fails with an IllegalArgumentException is the user's mistake. */
  final <T> T checked(Supplier<T> setting) {
    try {
      return setting.get();
    } catch (IllegalArgumentException e) {
      throw misuse(e.getMessage());
    }
  }

  /** The user's mistake, found after parsing: exit code 2. */
  final ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
