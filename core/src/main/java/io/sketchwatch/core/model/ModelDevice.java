package io.sketchwatch.core.model;

import ai.djl.Device;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens models on the device that is wanted, or else on the CPU. */
public final class ModelDevice {

  private static final Logger LOG = LoggerFactory.getLogger(ModelDevice.class);
  private static final OneTimeNotice NOTICE = new OneTimeNotice(LOG::warn);

  private ModelDevice() {}

  /** Loads a model on a device. */
  @FunctionalInterface
  public interface Opener<T> {
    T open(Device device) throws IOException;
  }

  /**
   * Opens a model. Where the wanted GPU is not there, or this build has no runtime for it, the
   * model is opened on the CPU, and the process warns once.
   *
   * @throws IOException if the model can't be opened on the CPU either
   */
  public static <T> T open(Device wanted, Opener<T> opener) throws IOException {
    return open(wanted, opener, NOTICE);
  }

  static <T> T open(Device wanted, Opener<T> opener, OneTimeNotice notice) throws IOException {
    if (!wanted.isGpu()) {
      return opener.open(wanted);
    }
    try {
      return opener.open(wanted);
    } catch (IOException onGpu) {
      T model = opener.open(Device.cpu());
      notice.give(
          "Models were to run on %s, but it can't be used, so the CPU is: %s; a GPU needs a build with '-P gpu' for ONNX Runtime, and its own natives for PyTorch"
              .formatted(wanted, onGpu.getMessage()));
      return model;
    }
  }
}
