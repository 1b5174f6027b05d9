package io.sketchwatch.jobs.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.training.Checkpoint;
import io.sketchwatch.jobs.training.CheckpointExport;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import io.sketchwatch.modelexport.weights.WeightImport;
import io.sketchwatch.modelexport.weights.WeightImport.Kind;
import java.io.IOException;
import java.nio.file.Path;

/** Packages of a network that is small and untrained, for tests. */
final class TinyModel {

  private static final Path WEIGHTS = Path.of("src/test/resources/weights/streams.npz");
  private static final ObjectMapper JSON = new ObjectMapper();

  private TinyModel() {}

  /** A whole package. */
  static Path write(Path folder, String modelId) throws IOException {
    Checkpoint checkpoint =
        new WeightImport(Kind.DALNET, 64, 32).write(WEIGHTS, folder.resolve("checkpoint"));
    Path made = folder.resolve("package");
    return new CheckpointExport(modelId, Precision.FLOAT32)
        .export(checkpoint.folder(), null, made, () -> {})
        .folder();
  }

  /** A package whose manifest claims a dimension that its encoders don't have. */
  static Path write(Path folder, String modelId, int dimension) throws IOException {
    Path made = write(folder, modelId);
    Path manifest = made.resolve(ModelPackage.MANIFEST);
    ObjectNode json = (ObjectNode) JSON.readTree(manifest.toFile());
    JSON.writeValue(manifest.toFile(), json.put("dimension", dimension));
    return made;
  }
}
