package io.sketchwatch.jobs.command;

import io.sketchwatch.core.alert.Verdict.Decision;
import picocli.CommandLine.Command;

/** Reject an alert. */
@Command(
    name = "reject",
    description = "It is somebody else: alert that person no more for this query.",
    footer = "  sketchwatch verdict reject 9f86d081884c7d659a2feaa0c55ad015")
final class VerdictRejectVerb extends JudgeVerb {

  VerdictRejectVerb() {
    super(Decision.REJECT);
  }
}
