package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.jobs.training.CheckpointExport;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a model package of a checkpoint. */
@Command(
    name = "export",
    description = "Write a checkpoint's encoders as ONNX, check their parity, and package them.",
    footer = {
      "  sketchwatch export --checkpoint checkpoints/drawn --out models/drawn \\",
      "      --data data/drawn",
      "  sketchwatch export --checkpoint runs/3 --out models/pku-3 --data PKUSketchRE-ID_V1 --split"
          + " 3",
      "  sketchwatch export --checkpoint checkpoints/drawn --out models/drawn-int8 \\",
      "      --data data/drawn --precision int8 --project 512"
    })
final class ExportVerb extends Verb {

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "DIR",
      description = "What train has written.")
  private Path checkpoint;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The package's folder; must hold none yet.")
  private Path out;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Held-out people, the test part where the data set has one: the package gets its"
              + " retrieval figures and background quantiles from them. Without, a query must name"
              + " a threshold.")
  private String data;

  @Mixin private DataSetOptions dataSet;

  @Option(names = "--id", description = "The model's id; default: from the weights' hash.")
  private String modelId;

  @Option(
      names = "--precision",
      defaultValue = "float32",
      description =
          "Of the weights: float32, float16 (stored only), or int8, which also computes with bytes;"
              + " default: ${DEFAULT-VALUE}.")
  private Precision precision;

  @Option(
      names = "--project",
      paramLabel = "N",
      description =
          "Project embeddings to N dimensions, by the principal components of training pictures.")
  private Integer dimension;

  @Option(
      names = "--calibrate",
      paramLabel = "DIR",
      description =
          "A data set whose training part gives int8 its ranges and the projection its components;"
              + " default: that of --data.")
  private String calibration;

  @Mixin private DeviceOption device;

  @Option(names = "--json", description = "Print the package's manifest as JSON.")
  private boolean json;

  @Override
  void run() throws Exception {
    PersonDataSet heldOut = data == null ? null : dataSet.choice(data).test();
    boolean isFitted = precision == Precision.INT8 || dimension != null;
    ModelPackage made = export(heldOut, isFitted ? training(heldOut) : null);
    if (json) {
      JsonLines.write(out(), made.manifest());
    } else {
      out()
          .printf(
              "Model '%s' is in %s: %s%n",
              made.manifest().modelId(), out, made.manifest().metrics());
    }
  }

  private PersonDataSet training(PersonDataSet heldOut) throws IOException {
    String from = calibration == null ? data : calibration;
    if (from == null) {
      throw misuse("Expected --data DIR or --calibrate DIR with int8 or --project");
    }
    PersonDataSet training = dataSet.choice(from).train();
    if (training.equals(heldOut)) {
      throw misuse(
          "Expected --calibrate DIR, because '%s' is not divided: nobody is judged by own pictures"
              .formatted(data));
    }
    return training;
  }

  private ModelPackage export(PersonDataSet heldOut, PersonDataSet training) throws IOException {
    CheckpointExport export =
        new CheckpointExport(modelId, precision, dimension, training, device.wanted());
    try (Progress progress = Progress.of("Packaging", "pictures")) {
      progress.expect(export.pictures(heldOut));
      return export.export(checkpoint, heldOut, out, progress::step);
    }
  }
}
