package io.sketchwatch.jobs.command;

import io.sketchwatch.core.alert.Verdict.Decision;
import picocli.CommandLine.Command;

/** Take a verdict back. */
@Command(
    name = "revoke",
    description = "Take back what was said of an alert, and what came of it.",
    footer = "  sketchwatch verdict revoke 9f86d081884c7d659a2feaa0c55ad015")
final class VerdictRevokeVerb extends JudgeVerb {

  VerdictRevokeVerb() {
    super(Decision.REVOKE);
  }
}
