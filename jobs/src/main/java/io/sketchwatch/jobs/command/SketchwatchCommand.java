package io.sketchwatch.jobs.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code sketchwatch} command: its verbs, and how each of them fails. */
@Command(
    name = "sketchwatch",
    description = "Watches cameras for the person in a hand-drawn sketch.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 misused.",
      "Help on a verb: sketchwatch VERB --help"
    },
    subcommands = {
      DemoVerb.class,
      TrainVerb.class,
      ImportVerb.class,
      ExportVerb.class,
      PublishVerb.class,
      MatchVerb.class,
      ReembedVerb.class,
      EraseVerb.class,
      IngestVerb.class,
      QueryVerb.class,
      AlertsVerb.class,
      VerdictVerb.class,
      TopicsVerb.class,
      AuditVerb.class,
      ModelsVerb.class,
      EmbedVerb.class,
      SynthesizeVerb.class,
      EvaluateVerb.class,
      BenchmarkVerb.class,
      PlanVerb.class
    })
public final class SketchwatchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  /** Runs a verb and ends the process with its exit code. */
  public static void main(String[] args) {
    Logging.toStandardError();
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    int exitCode;
    try (Interruption interruption = Interruption.ofThisThread()) {
      exitCode = commandLine(out, err).execute(args);
    }
    System.exit(exitCode);
  }

  /**
   * The whole command, writing to the given streams.
   *
   * @param out receives results only
   * @param err receives errors and help after misuse
   */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return new CommandLine(new SketchwatchCommand())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO))
        .setParameterExceptionHandler((exception, args) -> Failures.misused(exception))
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> Failures.failed(exception, command));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected a verb, but none was given");
  }
}
