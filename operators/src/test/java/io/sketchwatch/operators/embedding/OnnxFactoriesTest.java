package io.sketchwatch.operators.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.operators.crop.OnnxDetectorFactory;
import io.sketchwatch.operators.inference.InferenceSettings;
import java.nio.file.Path;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFactoriesTest {

  @TempDir Path folder;

  @Test
  void shouldRefuseAFolderThatIsNoPackage() {
    var detector = new OnnxDetectorFactory(folder.toString());
    var encoder = new OnnxEncoderFactory(folder.toString(), TestEngine.ONE);

    assertThatThrownBy(() -> detector.lease(InferenceSettings.DEFAULT, Device.cpu()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is it a model package?");
    assertThatThrownBy(() -> encoder.lease(InferenceSettings.DEFAULT, Device.cpu()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is it a model package?");
  }

  @Test
  void shouldShareAModelAfterTravellingWithTheJobGraph() throws Exception {
    var encoder = new OnnxEncoderFactory(folder.toString(), TestEngine.ONE);

    assertThat(InstantiationUtil.clone(encoder).key()).isEqualTo(encoder.key());
  }

  @Test
  void shouldNotShareAModelBetweenEngines() {
    var one = new OnnxEncoderFactory(folder.toString(), TestEngine.ONE);
    var other = new OnnxEncoderFactory(folder.toString(), TestEngine.OTHER);

    assertThat(one.key()).isNotEqualTo(other.key());
  }
}
