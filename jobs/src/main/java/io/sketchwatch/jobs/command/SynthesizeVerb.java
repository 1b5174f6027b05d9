package io.sketchwatch.jobs.command;

import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws a data set of people who don't exist. */
@Command(
    name = "synthesize",
    description = "Draw a data set of people who do not exist: photos, masks and sketches.",
    footer = {
      "  sketchwatch synthesize --out data/drawn --identities 1600",
      "  sketchwatch synthesize --out data/small --identities 40 --photos 4 --sketches 2 --seed 7"
    })
final class SynthesizeVerb extends Verb {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to; made if it is not there.")
  private Path out;

  @Option(
      names = "--identities",
      paramLabel = "N",
      defaultValue = "1600",
      description = "How many people; a tenth are held out; default: ${DEFAULT-VALUE}.")
  private int identities;

  @Option(
      names = "--photos",
      paramLabel = "N",
      defaultValue = "4",
      description = "Photos of each; default: ${DEFAULT-VALUE}.")
  private int photos;

  @Option(
      names = "--sketches",
      paramLabel = "N",
      defaultValue = "3",
      description = "Sketches of each; default: ${DEFAULT-VALUE}.")
  private int sketches;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed draws the same people; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Override
  void run() throws Exception {
    if (identities < 2 || photos < 1 || sketches < 1) {
      throw misuse(
          "Expected at least 2 identities, 1 photo and 1 sketch, but was %d, %d and %d"
              .formatted(identities, photos, sketches));
    }
    try (Progress progress = Progress.of("Drawing", "people")) {
      progress.expect(identities);
      SyntheticDataSet.write(out, identities, photos, sketches, seed, done -> progress.step());
    }
    if (json) {
      JsonLines.write(out(), Map.of("out", out.toString(), "identities", identities, "seed", seed));
    } else {
      out().printf("%d people are drawn in %s%n", identities, out);
    }
  }
}
