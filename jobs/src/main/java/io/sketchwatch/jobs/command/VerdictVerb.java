package io.sketchwatch.jobs.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the verbs that judge alerts. */
@Command(
    name = "verdict",
    description = "Confirm or reject an alert, or take that back.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "confirm|reject|revoke",
    commandListHeading = "%nVerbs:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sketchwatch alerts --query case-17 --top 5",
      "  sketchwatch verdict confirm 9f86d081884c7d659a2feaa0c55ad015",
      "  sketchwatch verdict revoke 9f86d081884c7d659a2feaa0c55ad015"
    },
    subcommands = {VerdictConfirmVerb.class, VerdictRejectVerb.class, VerdictRevokeVerb.class})
final class VerdictVerb implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "Expected confirm, reject or revoke after 'verdict'");
  }
}
