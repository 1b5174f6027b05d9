package io.sketchwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.sketchwatch.core.model.ModelManifest.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDeviceTest {

  private static final Device NO_SUCH_GPU = Device.gpu(99);

  @TempDir Path folder;

  private final List<String> notices = new ArrayList<>();
  private final OneTimeNotice notice = new OneTimeNotice(notices::add);

  @Test
  void shouldWarnOnceAndOpenOnTheCpuWhenTheGpuIsNotThere() throws Exception {
    ModelPackage colours = ColourEncoderModel.write(folder, Kind.ENCODER, 3);
    for (int model = 0; model < 3; model++) {
      try (OnnxEncoder encoder =
          ModelDevice.open(NO_SUCH_GPU, on -> OnnxEncoder.open(colours, 1, on), notice)) {
        assertThat(encoder.modelId()).isEqualTo("colours");
      }
    }
    assertThat(notices).singleElement().asString().contains("gpu(99)", "the CPU is");
  }

  @Test
  void shouldOpenOnTheGpuThatIsThere() throws Exception {
    Device used = ModelDevice.open(Device.gpu(1), on -> on, notice);

    assertThat(used).isEqualTo(Device.gpu(1));
    assertThat(notices).isEmpty();
  }

  @Test
  void shouldBlameTheModelWhenItCannotBeOpenedOnTheCpuEither() {
    assertThatThrownBy(
            () ->
                ModelDevice.open(
                    NO_SUCH_GPU,
                    on -> {
                      throw new IOException("damaged on " + on);
                    },
                    notice))
        .hasMessage("damaged on cpu()");
    assertThat(notices).isEmpty();
  }
}
