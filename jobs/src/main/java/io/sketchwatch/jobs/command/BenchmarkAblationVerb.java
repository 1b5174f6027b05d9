package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.ablation.AblationPlan;
import io.sketchwatch.jobs.ablation.AblationResult;
import io.sketchwatch.jobs.ablation.AblationRun;
import io.sketchwatch.jobs.ablation.AblationStudy;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what each part and loss of DALNet is worth. */
@Command(
    name = "ablation",
    description =
        "Train and judge every row of DALNet's ablation on drawn people. Takes hours; goes on where"
            + " it was stopped, and several processes may share the folder.",
    footer = {
      "  sketchwatch benchmark ablation --plan model-export/ablation/plan.json --out runs/ablation"
    })
final class BenchmarkAblationVerb extends Verb {

  @Option(
      names = "--plan",
      required = true,
      paramLabel = "FILE",
      description = "What is trained, on what: JSON.")
  private Path plan;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where data and checkpoints are; made if it is not there.")
  private Path out;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description =
          "Where each run's result and ablation.jsonl are, from which a study can go on elsewhere;"
              + " default: results in the folder of --out.")
  private Path results;

  @Option(names = "--json", description = "Print the results that count as JSON, a line each.")
  private boolean json;

  @Override
  void run() throws Exception {
    AblationPlan read = AblationPlan.read(plan);
    for (AblationResult result : new AblationStudy(read, out, resultsFolder(), new Log()).run()) {
      if (json) {
        JsonLines.write(out(), result);
      } else {
        print(result);
      }
    }
  }

  private Path resultsFolder() {
    return results == null ? out.resolve("results") : results;
  }

  private void print(AblationResult result) {
    out()
        .printf(
            "%-20s rate %-8s seed %d  rank-1 %.3f  mAP %.3f%n",
            result.row(),
            result.learningRate(),
            result.seed(),
            result.test().rank1(),
            result.test().meanAveragePrecision());
  }

  /** Says what is being trained, on standard error. */
  private final class Log implements AblationStudy.Listener {

    @Override
    public void onStart(AblationRun run) {
      err().printf("Training %s, rate %s, seed %d%n", run.row(), run.learningRate(), run.seed());
      err().flush();
    }

    @Override
    public void onResult(AblationResult result) {
      err()
          .printf(
              "%s, rate %s, seed %d: validation's rank-1 %.3f%n",
              result.row(), result.learningRate(), result.seed(), result.validation().rank1());
      err().flush();
    }
  }
}
