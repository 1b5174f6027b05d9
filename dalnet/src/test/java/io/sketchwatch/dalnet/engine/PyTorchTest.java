package io.sketchwatch.dalnet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.sketchwatch.core.model.OneTimeNotice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PyTorchTest {

  private final List<String> notices = new ArrayList<>();
  private final OneTimeNotice notice = new OneTimeNotice(notices::add);

  @Test
  void shouldTakeTheGpuThatIsThere() {
    assertThat(PyTorch.usable(Device.gpu(1), 2, notice)).isEqualTo(Device.gpu(1));
    assertThat(notices).isEmpty();
  }

  @Test
  void shouldStayOnTheCpuThatIsWantedWithoutAWord() {
    assertThat(PyTorch.usable(Device.cpu(), 0, notice)).isEqualTo(Device.cpu());
    assertThat(notices).isEmpty();
  }

  @Test
  void shouldWarnOnceAndUseTheCpuWhereThereIsNoSuchGpu() {
    for (int gpus = 0; gpus < 3; gpus++) {
      assertThat(PyTorch.usable(Device.gpu(2), gpus, notice)).isEqualTo(Device.cpu());
    }
    assertThat(notices).singleElement().asString().contains("gpu(2)", "PyTorch can use 0 GPUs");
  }
}
