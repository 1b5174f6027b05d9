package io.sketchwatch.jobs.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the verbs on models. */
@Command(
    name = "models",
    description =
        "Fetch free models, list them and those that are announced, and go back to an earlier one.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "fetch|list|rollback",
    commandListHeading = "%nVerbs:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  sketchwatch models fetch", "  sketchwatch models list --json"},
    subcommands = {ModelsFetchVerb.class, ModelsListVerb.class, ModelsRollbackVerb.class})
final class ModelsVerb implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "Expected fetch, list or rollback after 'models'");
  }
}
