package io.sketchwatch.jobs.command;

import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.dalnet.data.PlainDataSet;
import io.sketchwatch.dalnet.evaluation.Evaluator;
import io.sketchwatch.jobs.evaluation.EvaluatedModel;
import io.sketchwatch.jobs.evaluation.EvaluationResult;
import io.sketchwatch.jobs.evaluation.FootageEvaluation;
import io.sketchwatch.jobs.evaluation.FootagePeople;
import io.sketchwatch.jobs.evaluation.FootageRetrieval;
import io.sketchwatch.jobs.evaluation.FootageTracking;
import io.sketchwatch.jobs.video.SampleVideo;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says how well a model finds people by their sketches. */
@Command(
    name = "evaluate",
    description = "Measure how well a model finds people by their sketches.",
    footer = {
      "  sketchwatch evaluate --model models/dalnet-1 --data data/drawn/test",
      "  sketchwatch evaluate --checkpoint runs/1 --data data/drawn/test --json",
      "  sketchwatch evaluate --model models/dalnet-1 --footage"
    })
final class EvaluateVerb extends Verb {

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A data set: photos/<identity>/<camera>_*.jpg, sketches/<identity>/*.png.")
  private Path data;

  @Option(
      names = "--footage",
      description =
          "Also search real footage for drawings of its people, beside an untrained network and edge"
              + " maps, and judge the tracking there and in a drawn street. Takes minutes.")
  private boolean footage;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** Where the model is. */
  private static final class Source {

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A package.")
    private Path model;

    @Option(
        names = "--checkpoint",
        required = true,
        paramLabel = "DIR",
        description = "A checkpoint of a training.")
    private Path checkpoint;

    EvaluatedModel open() throws Exception {
      return model == null
          ? EvaluatedModel.checkpoint(checkpoint)
          : EvaluatedModel.packaged(model, Runtime.getRuntime().availableProcessors());
    }
  }

  @Override
  void run() throws Exception {
    if (data == null && !footage) {
      throw misuse("Expected --data DIR, --footage or both, but was neither");
    }
    EvaluationResult result;
    try (EvaluatedModel model = source.open()) {
      result = evaluate(model);
    }
    if (json) {
      JsonLines.write(out(), result);
    } else {
      print(result);
    }
  }

  private EvaluationResult evaluate(EvaluatedModel model) throws Exception {
    String id = model.encoder().modelId();
    EvaluationResult.Data figures =
        data == null
            ? null
            : EvaluationResult.Data.of(
                Evaluator.evaluate(model.encoder(), PlainDataSet.read(data)));
    if (!footage) {
      return new EvaluationResult(id, figures, null, null);
    }
    Path cache = ModelFetcher.defaultCache(System.getenv());
    FootageEvaluation evaluation =
        new FootageEvaluation(FootagePeople.vtest(), new SampleVideo(cache).fetch());
    return new EvaluationResult(id, figures, evaluation.retrieval(model), track(evaluation));
  }

  private List<FootageTracking.Result> track(FootageEvaluation evaluation) throws Exception {
    try (Detector detector = CachedDetector.open(err());
        Progress progress = Progress.of("Tracking", "frames")) {
      progress.expect(evaluation.trackedFrames());
      return evaluation.tracking(detector, progress::step);
    }
  }

  private void print(EvaluationResult result) {
    out().printf("Model %s%n", result.model());
    if (result.data() != null) {
      print(result.data());
    }
    if (result.retrieval() != null) {
      printRetrieval(result.retrieval());
      printTracking(result.tracking());
    }
  }

  private void print(EvaluationResult.Data data) {
    out().printf("%nData set: %d sketches, %d photos%n", data.sketches(), data.photos());
    out().printf("%8s%8s%8s%8s%8s%8s%n", "rank-1", "rank-5", "rank-10", "rank-20", "mAP", "mINP");
    out()
        .printf(
            "%8.3f%8.3f%8.3f%8.3f%8.3f%8.3f%n",
            data.rank1(),
            data.rank5(),
            data.rank10(),
            data.rank20(),
            data.meanAveragePrecision(),
            data.meanInverseNegativePenalty());
  }

  private void printRetrieval(List<FootageRetrieval.Result> retrieval) {
    FootageRetrieval.Result first = retrieval.get(0);
    out().printf("%nFootage: %d drawings of people, %d crops%n", first.drawings(), first.gallery());
    out().printf("%-28s%8s%8s%8s%n", "encoder", "rank-1", "rank-5", "mAP");
    for (FootageRetrieval.Result result : retrieval) {
      out()
          .printf(
              "%-28s%8.3f%8.3f%8.3f%n",
              result.encoder(), result.rank1(), result.rank5(), result.meanAveragePrecision());
    }
  }

  private void printTracking(List<FootageTracking.Result> tracking) {
    out().printf("%nTracking with %s%n", tracking.get(0).detector());
    out()
        .printf(
            "%-16s%8s%8s%8s%10s%11s%8s%11s%9s%n",
            "footage",
            "people",
            "boxes",
            "IDF1",
            "switches",
            "fragments",
            "recall",
            "precision",
            "covered");
    for (FootageTracking.Result result : tracking) {
      out()
          .printf(
              "%-16s%8d%8d%8.3f%10d%11d%8.3f%11s%9.3f%n",
              result.footage(),
              result.people(),
              result.boxes(),
              result.idf1(),
              result.identitySwitches(),
              result.fragments(),
              result.recall(),
              result.precision() == null ? "-" : "%.3f".formatted(result.precision()),
              result.coveredPeople());
    }
  }
}
