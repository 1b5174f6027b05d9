package io.sketchwatch.operators.inference;

import ai.djl.Device;
import io.sketchwatch.core.model.OneTimeNotice;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kind of device that is wanted for models. */
public enum InferenceDevice {
  CPU,
  /** A GPU that Flink has given to the TaskManager, as external resource {@value #RESOURCE}. */
  GPU,
  /** The machine's first GPU, for a Flink in this process, which has none to give. */
  FIRST_GPU;

  /** Name of the external resource in Flink's configuration. */
  public static final String RESOURCE = "gpu";

  private static final String INDEX = "index";
  private static final Logger LOG = LoggerFactory.getLogger(InferenceDevice.class);
  private static final OneTimeNotice NOTICE = new OneTimeNotice(LOG::warn);

  /** The first device of this kind, whether or not there is one here. */
  public Device first() {
    return this == CPU ? Device.cpu() : Device.gpu();
  }

  /**
   * The device of one subtask: where a TaskManager has several GPUs, subtasks take turns. Without
   * any, the CPU; the process then warns once.
   */
  public Device of(RuntimeContext context) {
    return this == GPU
        ? gpu(
            context.getExternalResourceInfos(RESOURCE),
            context.getTaskInfo().getIndexOfThisSubtask(),
            NOTICE)
        : first();
  }

  static Device gpu(Set<ExternalResourceInfo> given, int subtask, OneTimeNotice notice) {
    List<Integer> indices =
        given.stream()
            .flatMap(info -> info.getProperty(INDEX).stream())
            .map(Integer::valueOf)
            .sorted(Comparator.naturalOrder())
            .toList();
    if (indices.isEmpty()) {
      notice.give(
          "Models were to run on a GPU, but Flink has given this TaskManager no external resource"
              + " '%s': the CPU is used; declare it with 'external-resources: %s'"
                  .formatted(RESOURCE, RESOURCE));
      return Device.cpu();
    }
    return Device.gpu(indices.get(subtask % indices.size()));
  }
}
