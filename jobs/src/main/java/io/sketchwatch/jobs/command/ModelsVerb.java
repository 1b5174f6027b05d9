package io.sketchwatch.jobs.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the verbs on models. */
@Command(
    name = "models",
    description = "Fetch and list the models that are free to be fetched.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "fetch|list",
    commandListHeading = "%nVerbs:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  sketchwatch models fetch", "  sketchwatch models list --json"},
    subcommands = {ModelsFetchVerb.class, ModelsListVerb.class})
final class ModelsVerb implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected fetch or list after 'models'");
  }
}
