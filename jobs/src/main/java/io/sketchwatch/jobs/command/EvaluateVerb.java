package io.sketchwatch.jobs.command;

import ai.djl.Device;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.dalnet.data.DataSetChoice;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.evaluation.EmbeddedDataSet;
import io.sketchwatch.jobs.evaluation.EvaluatedModel;
import io.sketchwatch.jobs.evaluation.EvaluationResult;
import io.sketchwatch.jobs.evaluation.Figures;
import io.sketchwatch.jobs.evaluation.FootageEvaluation;
import io.sketchwatch.jobs.evaluation.FootagePeople;
import io.sketchwatch.jobs.evaluation.FootageRetrieval;
import io.sketchwatch.jobs.evaluation.FootageTracking;
import io.sketchwatch.jobs.evaluation.JudgedModel;
import io.sketchwatch.jobs.evaluation.ModelPictures;
import io.sketchwatch.jobs.report.EvaluationReport;
import io.sketchwatch.jobs.training.TrainingLog;
import io.sketchwatch.jobs.video.SampleVideo;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how well a model finds people by their sketches. */
@Command(
    name = "evaluate",
    description = "Measure how well a model finds people by their sketches.",
    footer = {
      "  sketchwatch evaluate --model models/dalnet-1 --data data/drawn --report report.html",
      "  sketchwatch evaluate --checkpoint runs/3 --data PKUSketchRE-ID_V1 --split 3 --json",
      "  sketchwatch evaluate --checkpoint runs/* --data PKUSketchRE-ID_V1",
      "  sketchwatch evaluate --model models/dalnet-1 --footage"
    })
final class EvaluateVerb extends Verb {

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A data set, folder or URI; its test part is used where it has one.")
  private String data;

  @Mixin private DataSetOptions dataSet;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Also write an HTML page with curves, sheets of what was found, where a checkpoint's"
              + " network looked, and maps of its embeddings. It holds pictures of the data set.")
  private Path report;

  @Option(
      names = "--ablation",
      paramLabel = "FILE",
      description =
          "A table for the report: lines as printed by --json, each with a field 'row' added.")
  private Path ablation;

  @Option(
      names = "--footage",
      description =
          "Also search real footage for drawings of its people, beside an untrained network and"
              + " edge maps, and judge the tracking there and in a drawn street. Takes minutes.")
  private boolean footage;

  @Mixin private DeviceOption device;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** Where the models are. */
  private static final class Source {

    @Option(
        names = "--model",
        required = true,
        arity = "1..*",
        paramLabel = "DIR",
        description = "A package.")
    private List<Path> models;

    @Option(
        names = "--checkpoint",
        required = true,
        arity = "1..*",
        paramLabel = "DIR",
        description =
            "A checkpoint of a training. Of several checkpoints, or packages, mean and deviation"
                + " are told; the first is judged on the first split, and so on, where the data set"
                + " has several splits.")
    private List<Path> checkpoints;

    List<Path> folders() {
      return models == null ? checkpoints : models;
    }

    EvaluatedModel open(Path folder, Device device) throws Exception {
      return models == null
          ? EvaluatedModel.checkpoint(folder, device)
          : EvaluatedModel.packaged(folder, Runtime.getRuntime().availableProcessors(), device);
    }
  }

  @Override
  void run() throws Exception {
    checkOptions();
    List<JudgedModel> judged = data == null ? List.of() : judge();
    EvaluationResult result = result(judged);
    if (report != null) {
      writeReport(judged);
    }
    if (json) {
      JsonLines.write(out(), result);
    } else {
      print(result);
    }
  }

  private void checkOptions() {
    if (data == null && !footage) {
      throw misuse("Expected --data DIR, --footage or both, but was neither");
    }
    if ((data == null && report != null) || (report == null && ablation != null)) {
      throw misuse("Expected --data DIR with --report, and --report FILE with --ablation");
    }
    if (footage && source.folders().size() > 1) {
      throw misuse("Expected one model with --footage, but was " + source.folders().size());
    }
  }

  private List<JudgedModel> judge() throws Exception {
    List<Path> folders = source.folders();
    DataSetChoice chosen = dataSet.choice(data);
    boolean oneEach = folders.size() > 1 && chosen.layout().splits() > 1;
    List<JudgedModel> judged = new ArrayList<>();
    for (int i = 0; i < folders.size(); i++) {
      DataSetChoice choice = oneEach ? dataSet.choice(data, i + 1) : chosen;
      try (EvaluatedModel model = source.open(folders.get(i), device.wanted())) {
        judged.add(judge(model, choice));
      }
    }
    return judged;
  }

  private static JudgedModel judge(EvaluatedModel model, DataSetChoice choice) throws IOException {
    PersonDataSet people = choice.test();
    try (Progress progress = Progress.of("Embedding", "pictures")) {
      progress.expect(people.size());
      EmbeddedDataSet embedded = EmbeddedDataSet.of(model.encoder(), people, progress::step);
      return new JudgedModel(choice.split(), embedded, embedded.evaluate());
    }
  }

  private EvaluationResult result(List<JudgedModel> judged) throws Exception {
    List<EvaluationResult.Run> runs = judged.stream().map(JudgedModel::run).toList();
    if (!footage) {
      return EvaluationResult.of(runs);
    }
    try (EvaluatedModel model = source.open(source.folders().get(0), device.wanted())) {
      Path cache = ModelFetcher.defaultCache(System.getenv());
      FootageEvaluation evaluation =
          new FootageEvaluation(FootagePeople.vtest(), new SampleVideo(cache).fetch());
      return new EvaluationResult(
          model.encoder().modelId(),
          runs.isEmpty() ? null : runs.get(0).data(),
          null,
          evaluation.retrieval(model),
          track(evaluation));
    }
  }

  private void writeReport(List<JudgedModel> judged) throws Exception {
    String name = String.valueOf(Path.of(data).toAbsolutePath().normalize().getFileName());
    EvaluationReport page =
        new EvaluationReport(name, judged)
            .withTraining(TrainingLog.read(source.folders().get(0)))
            .withPictures(pictures(judged.get(0).embedded()));
    if (ablation != null) {
      page.withAblation(ablation);
    }
    page.write(report);
  }

  /** Those of the first model. */
  private ModelPictures pictures(EmbeddedDataSet seen) throws Exception {
    Path folder = source.folders().get(0);
    if (source.models == null) {
      try (Progress progress = Progress.of("Picturing", "parts")) {
        return ModelPictures.ofCheckpoint(folder, seen, progress::step);
      }
    }
    try (EvaluatedModel model = source.open(folder, device.wanted())) {
      return ModelPictures.ofPackage(model.encoder(), seen);
    }
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
    out()
        .printf(
            "%-24s%8s%8s%8s%8s%8s%8s%n",
            "query", "rank-1", "rank-5", "rank-10", "rank-20", "mAP", "mINP");
    print("each sketch for itself", data.figures());
    print("  standard deviation", data.deviation());
    print("a person's together", data.multiQuery());
    print("  standard deviation", data.multiQueryDeviation());
  }

  private void print(String name, Figures figures) {
    if (figures == null) {
      return;
    }
    out()
        .printf(
            "%-24s%8.3f%8.3f%8.3f%8.3f%8.3f%8.3f%n",
            name,
            figures.rank1(),
            figures.rank5(),
            figures.rank10(),
            figures.rank20(),
            figures.meanAveragePrecision(),
            figures.meanInverseNegativePenalty());
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
