package io.sketchwatch.jobs.command;

import io.sketchwatch.dalnet.data.DataSetChoice;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.training.Checkpoint;
import io.sketchwatch.jobs.evaluation.PrecisionBenchmark;
import io.sketchwatch.jobs.evaluation.PrecisionLine;
import io.sketchwatch.jobs.evaluation.PrecisionVariant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what less precision and dimension cost and gain, and recommends a package. */
@Command(
    name = "precision",
    description =
        "Export a checkpoint as float32, float16, int8, projected, and projected int8; judge each on"
            + " the data set's test part, time them in turns, and recommend one: "
            + PrecisionLine.RULE
            + ".",
    footer = {
      "  sketchwatch benchmark precision --checkpoint checkpoints/drawn --data data/drawn \\",
      "      --out models/variants",
      "  sketchwatch benchmark precision --checkpoint runs/3 --data PKUSketchRE-ID_V1 --split 3 \\",
      "      --out models/variants --project 512 --json"
    })
final class BenchmarkPrecisionVerb extends Verb {

  private static final int QUARTER = 4;

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "DIR",
      description = "What train has written.")
  private Path checkpoint;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "A data set that is divided: int8 is calibrated and the projection fitted on its training"
              + " part, all are judged on its test part.")
  private String data;

  @Mixin private DataSetOptions dataSet;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the packages are written, a folder each.")
  private Path out;

  @Option(
      names = "--project",
      paramLabel = "N",
      description = "Dimensions to project to; default: a quarter of the network's.")
  private Integer dimension;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "Pictures that are timed together; default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--turns",
      paramLabel = "N",
      defaultValue = "7",
      description = "How often each is timed, for a second; default: ${DEFAULT-VALUE}.")
  private int turns;

  @Mixin private DeviceOption device;

  @Option(names = "--json", description = "Print JSON, a line a variant, then the recommendation.")
  private boolean json;

  @Override
  void run() throws Exception {
    if (batch < 1 || turns < 1) {
      throw misuse(
          "Expected at least 1 turn of batches of 1, but was %d, %d".formatted(turns, batch));
    }
    List<PrecisionLine> lines = measure();
    PrecisionLine recommended = PrecisionLine.recommended(lines);
    Path folder = out.resolve(recommended.variant());
    if (json) {
      for (PrecisionLine line : lines) {
        JsonLines.write(out(), line);
      }
      JsonLines.write(
          out(),
          Map.of(
              "recommended",
              recommended.variant(),
              "model",
              folder.toString(),
              "rule",
              PrecisionLine.RULE));
    } else {
      print(lines);
      out()
          .printf("Recommended: %s in %s, %s%n", recommended.variant(), folder, PrecisionLine.RULE);
    }
  }

  private List<PrecisionLine> measure() throws IOException, InterruptedException {
    DataSetChoice choice = dataSet.choice(data);
    PersonDataSet training = choice.train();
    PersonDataSet heldOut = choice.test();
    if (training.equals(heldOut)) {
      throw misuse(
          "Expected --data that is divided, but '%s' is not: nobody is judged by own pictures"
              .formatted(data));
    }
    PrecisionBenchmark benchmark =
        new PrecisionBenchmark(checkpoint, training, heldOut, out, turns, device.wanted());
    int whole = Checkpoint.open(checkpoint).manifest().network().dimension();
    List<PrecisionVariant> variants =
        PrecisionVariant.all(dimension == null ? whole / QUARTER : dimension);
    try (Progress progress = Progress.of("Packaging", "pictures")) {
      progress.expect(benchmark.pictures(variants));
      return benchmark.run(variants, batch, progress::step);
    }
  }

  private void print(List<PrecisionLine> lines) {
    out()
        .printf(
            "%-14s%10s%8s%8s%9s%10s%12s%9s%12s%n",
            "case",
            "dimension",
            "mAP",
            "loss",
            "rank-1",
            "cosine",
            "images/s",
            "speed-up",
            "bytes");
    for (PrecisionLine line : lines) {
      if (line.refused() == null) {
        print(line);
      } else {
        out().printf("%-14s%s%n", line.variant(), line.refused());
      }
    }
  }

  private void print(PrecisionLine line) {
    out()
        .printf(
            "%-14s%10d%8.3f%8.3f%9.3f%10.6f%12.1f%9.2f%12d%n",
            line.variant(),
            line.dimension(),
            line.meanAveragePrecision(),
            line.loss(),
            line.rank1(),
            line.parityCosine(),
            line.imagesPerSecond(),
            line.speedUp(),
            line.bytes());
  }
}
