package io.sketchwatch.operators.embedding;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.core.model.TensorModel;
import java.io.IOException;
import java.io.Serializable;

/** What runs the encoders of packages, such as ONNX Runtime; travels with the job graph. */
public interface EncoderEngine extends TensorModel.Opener, Serializable {

  /** The same for engines that run a package alike. */
  String name();

  /**
   * Opens a package's encoder; on the CPU a batch has one thread.
   *
   * @param wanted where it runs, if this engine can use that device; else the CPU
   * @throws io.sketchwatch.core.model.InvalidModelException if the package is no encoder, or this
   *     engine can't run it
   */
  default Encoder open(ModelPackage verified, Device wanted) throws IOException {
    return ModelDevice.open(wanted, on -> OnnxEncoder.open(verified, 1, on, this));
  }
}
