package io.sketchwatch.jobs.live;

import ai.djl.Device;
import io.sketchwatch.core.model.OnnxModel;
import io.sketchwatch.core.model.TensorModel;
import io.sketchwatch.modelexport.torch.TorchModel;
import io.sketchwatch.operators.embedding.EncoderEngine;
import java.io.IOException;
import java.nio.file.Path;

/** What runs encoders, on the same packages; detectors run on ONNX Runtime. */
public enum InferenceEngine implements EncoderEngine {
  /** Runs every package. */
  ONNX_RUNTIME {
    @Override
    public TensorModel open(Path file, int threads, Device device) throws IOException {
      return OnnxModel.open(file, threads, device);
    }
  },
  /** Runs packages of floating point whose operators {@link TorchModel} knows. */
  PYTORCH {
    @Override
    public TensorModel open(Path file, int threads, Device device) throws IOException {
      return TorchModel.open(file, threads, device);
    }
  }
}
