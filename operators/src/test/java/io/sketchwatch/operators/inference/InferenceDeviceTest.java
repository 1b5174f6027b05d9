package io.sketchwatch.operators.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.sketchwatch.core.model.OneTimeNotice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.junit.jupiter.api.Test;

class InferenceDeviceTest {

  private final List<String> notices = new ArrayList<>();
  private final OneTimeNotice notice = new OneTimeNotice(notices::add);

  @Test
  void shouldTakeTheGpuThatFlinkGives() {
    assertThat(InferenceDevice.gpu(Set.of(new Gpu(3)), 0, notice)).isEqualTo(Device.gpu(3));
    assertThat(notices).isEmpty();
  }

  @Test
  void shouldSpreadSubtasksOverSeveralGpus() {
    Set<ExternalResourceInfo> gpus = Set.of(new Gpu(2), new Gpu(0));

    assertThat(List.of(0, 1, 2))
        .extracting(subtask -> InferenceDevice.gpu(gpus, subtask, notice))
        .containsExactly(Device.gpu(0), Device.gpu(2), Device.gpu(0));
  }

  @Test
  void shouldWarnOnceAndUseTheCpuWhenFlinkGivesNoGpu() {
    for (int subtask = 0; subtask < 4; subtask++) {
      assertThat(InferenceDevice.gpu(Set.of(), subtask, notice)).isEqualTo(Device.cpu());
    }
    assertThat(notices).singleElement().asString().contains("no external resource 'gpu'");
  }

  private record Gpu(int index) implements ExternalResourceInfo {

    @Override
    public Optional<String> getProperty(String key) {
      return key.equals("index") ? Optional.of(Integer.toString(index)) : Optional.empty();
    }

    @Override
    public Collection<String> getKeys() {
      return List.of("index");
    }
  }
}
