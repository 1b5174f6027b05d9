package io.sketchwatch.jobs.command;

import io.sketchwatch.core.alert.Verdict.Decision;
import picocli.CommandLine.Command;

/** Confirm an alert. */
@Command(
    name = "confirm",
    description = "It is the wanted person: search with this photo too, beside the sketch.",
    footer = "  sketchwatch verdict confirm 9f86d081884c7d659a2feaa0c55ad015 --by 'Sgt. Lind'")
final class VerdictConfirmVerb extends JudgeVerb {

  VerdictConfirmVerb() {
    super(Decision.CONFIRM);
  }
}
