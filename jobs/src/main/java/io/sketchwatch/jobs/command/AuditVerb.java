package io.sketchwatch.jobs.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the verbs on the audit. */
@Command(
    name = "audit",
    description = "Verify the record of who asked what, what was searched and what came out.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "verify",
    commandListHeading = "%nVerbs:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  sketchwatch audit verify", "  sketchwatch audit verify --case 2026/118 --json"},
    subcommands = AuditVerifyVerb.class)
final class AuditVerb implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected verify after 'audit'");
  }
}
