package io.sketchwatch.jobs.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the verbs on queries. */
@Command(
    name = "query",
    description = "Add, pause, resume, withdraw and list the sketches that are searched for.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "add|pause|resume|withdraw|list",
    commandListHeading = "%nVerbs:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sketchwatch query add --sketch suspect.png",
      "  sketchwatch query pause q-1f0c2b7a",
      "  sketchwatch query list --json"
    },
    subcommands = {
      QueryAddVerb.class,
      QueryPauseVerb.class,
      QueryResumeVerb.class,
      QueryWithdrawVerb.class,
      QueryListVerb.class
    })
final class QueryVerb implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "Expected add, pause, resume, withdraw or list after 'query'");
  }
}
