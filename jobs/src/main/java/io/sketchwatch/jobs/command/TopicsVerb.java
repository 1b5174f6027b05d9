package io.sketchwatch.jobs.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the verbs on topics. */
@Command(
    name = "topics",
    description = "Create Kafka's topics as the jobs need them, and check those that are there.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "create|check",
    commandListHeading = "%nVerbs:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  sketchwatch topics create", "  sketchwatch topics check --json"},
    subcommands = {TopicsCreateVerb.class, TopicsCheckVerb.class})
final class TopicsVerb implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected create or check after 'topics'");
  }
}
