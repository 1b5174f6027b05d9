package io.sketchwatch.jobs.command;

import ai.djl.Device;
import io.sketchwatch.operators.inference.InferenceDevice;
import picocli.CommandLine.Option;

/** {@code --device}, for verbs that run models in this process. */
final class DeviceOption {

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu",
      defaultValue = "CPU",
      description =
          "Where models run; without a GPU, or a build that can use it, the CPU is used and a"
              + " warning given; default: cpu.")
  private InferenceDevice device;

  /** The wanted kind. */
  InferenceDevice kind() {
    return device;
  }

  /** The first device of the wanted kind. */
  Device wanted() {
    return device.first();
  }
}
