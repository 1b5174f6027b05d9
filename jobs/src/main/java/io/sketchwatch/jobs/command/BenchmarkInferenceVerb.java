package io.sketchwatch.jobs.command;

import ai.djl.Device;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.jobs.evaluation.InferenceBenchmark;
import io.sketchwatch.jobs.live.InferenceEngine;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the inference service beside ONNX Runtime's own session. */
@Command(
    name = "inference",
    description =
        "Measure the inference service, shared by several subtasks, beside ONNX Runtime's own"
            + " session on the same model, batch and threads, in turns.",
    footer = {
      "  sketchwatch benchmark inference --batch 8,16 --subtasks 4",
      "  sketchwatch benchmark inference --engine pytorch",
      "  sketchwatch benchmark inference --model models/dalnet-1 --device gpu --json"
    })
final class BenchmarkInferenceVerb extends Verb {

  @Mixin private EncoderOption model;

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      defaultValue = "8,16",
      description = "Sizes of batches; default: ${DEFAULT-VALUE}.")
  private List<Integer> batches;

  @Option(
      names = "--subtasks",
      paramLabel = "N",
      defaultValue = "4",
      description = "Callers that share the service; default: ${DEFAULT-VALUE}.")
  private int subtasks;

  @Mixin private EngineOption engine;

  @Mixin private DeviceOption device;

  @Option(names = "--json", description = "Print JSON, a line a case.")
  private boolean json;

  @Override
  void run() throws Exception {
    if (subtasks < 1 || batches.stream().anyMatch(batch -> batch < 1)) {
      throw misuse(
          "Expected at least 1 subtask and batches of at least 1, but was %d and %s"
              .formatted(subtasks, batches));
    }
    ModelPackage measured = model.open();
    InferenceBenchmark benchmark =
        new InferenceBenchmark(
            measured,
            engine.engine(),
            subtasks,
            Runtime.getRuntime().availableProcessors(),
            usable(measured));
    BenchmarkPrinter table = new BenchmarkPrinter(out(), json);
    for (int batch : batches) {
      benchmark.run(batch, table::print);
    }
  }

  /**
   * The wanted device if the model can be opened there, so that both sides use the same; with ONNX
   * Runtime first, which the session insists on.
   */
  private Device usable(ModelPackage measured) throws IOException {
    return ModelDevice.open(
        device.wanted(),
        on -> {
          for (InferenceEngine side : EnumSet.of(InferenceEngine.ONNX_RUNTIME, engine.engine())) {
            OnnxEncoder.open(measured, 1, on, side).close();
          }
          return on;
        });
  }
}
