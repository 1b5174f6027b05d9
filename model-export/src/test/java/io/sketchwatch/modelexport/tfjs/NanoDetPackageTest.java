package io.sketchwatch.modelexport.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxDetector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A detector of 64 pixels with NanoDet's outputs: at stride 8 a cell is a person as far as it is
 * blue, one stride to each side; strides 16 and 32 see nothing.
 */
class NanoDetPackageTest {

  private static final int CLASSES = 2;
  private static final int BINS = 11;

  @TempDir Path folder;

  @Test
  void shouldFindWhatTheConvertedGraphSees() throws Exception {
    NanoDetPackage.write(blueDetector().read(folder), "blue", 64, folder);

    try (OnnxDetector detector = OnnxDetector.open(ModelPackage.open(folder), 1)) {
      // 128 x 64 lies at half its size 16 rows down: frame (80, 16) is input (40, 24).
      Image frame = black(128, 64);
      paint(frame, 80, 16, 16, 2);
      Image red = black(64, 64);
      paint(red, 0, 0, 64, 0);

      List<List<Detection>> found = detector.detect(List.of(frame, red));

      assertThat(found).hasSize(2);
      assertThat(found.get(0)).extracting(Detection::box).containsExactly(new Box(72, 8, 32, 32));
      assertThat(found.get(0).get(0).confidence()).isBetween(0.9, 1.0);
      assertThat(found.get(1)).isEmpty();
      assertThat(detector.id()).isEqualTo("blue");
    }
  }

  @Test
  void shouldMakeTheSameBytesOfTheSameGraph() throws Exception {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    NanoDetPackage.write(blueDetector().read(folder), "blue", 64, first);
    NanoDetPackage.write(blueDetector().read(folder), "blue", 64, second);

    for (String name : List.of(ModelPackage.DETECTOR, ModelPackage.MANIFEST)) {
      assertThat(first.resolve(name)).hasSameBinaryContentAs(second.resolve(name));
    }
  }

  @Test
  void shouldRefuseAGraphWhoseCellsAreNotThoseOfItsInput() throws Exception {
    NanoDetPackage.write(blueDetector().read(folder), "blue", 32, folder);
    ModelPackage wrong = ModelPackage.open(folder);

    assertThatThrownBy(() -> OnnxDetector.open(wrong, 1))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(folder.toString());
  }

  private static TinyGraph blueDetector() {
    TinyGraph graph =
        new TinyGraph().input("input_1", 1, 3, 64, 64).transpose("image", "input_1", 0, 2, 3, 1);
    int[] strides = {8, 16, 32};
    for (int level = 0; level < strides.length; level++) {
      head(graph, level, strides[level], level == 0 ? 20 : 0);
    }
    return graph;
  }

  /** A convolution as large as a cell, split into scores and sides, each {@code [1, cells, n]}. */
  private static void head(TinyGraph graph, int level, int stride, float gain) {
    int channels = CLASSES + 4 * BINS;
    float[] kernel = new float[stride * stride * 3 * channels];
    for (int pixel = 0; pixel < stride * stride; pixel++) {
      kernel[pixel * 3 * channels] = gain / (stride * stride);
    }
    float[] bias = new float[channels];
    bias[0] = -20;
    bias[1] = 20;
    Arrays.fill(bias, CLASSES, channels, -50);
    for (int side = 0; side < 4; side++) {
      bias[CLASSES + side * BINS + 1] = 50;
    }
    String name = "level" + level;
    graph
        .floats(name + "/kernel", new int[] {stride, stride, 3, channels}, kernel)
        .floats(name + "/bias", new int[] {channels}, bias)
        .node(name + "/conv", "Conv2D", TinyGraph.window(stride), "image", name + "/kernel")
        .node(name + "/add", "Add", name + "/conv", name + "/bias")
        .transpose(name + "/maps", name + "/add", 0, 3, 1, 2)
        .integers(name + "/sizes", CLASSES, 4 * BINS)
        .integers(name + "/axis", new int[0], 1)
        .node(name + "/split", "SplitV", name + "/maps", name + "/sizes", name + "/axis")
        .node(name + "/scores", "Sigmoid", name + "/split");
    output(graph, level, name + "/scores", CLASSES);
    output(graph, level + 3, name + "/split:1", 4 * BINS);
  }

  private static void output(TinyGraph graph, int index, String source, int channels) {
    String name = index == 0 ? "Identity" : "Identity_" + index;
    graph
        .integers(name + "/shape", 1, channels, -1)
        .node(name + "/flat", "Reshape", source, name + "/shape")
        .transpose(name + "/cells", name + "/flat", 0, 2, 1)
        .node(name, "Identity", name + "/cells");
  }

  private static Image black(int width, int height) {
    return new Image(width, height, new byte[width * height * 3]);
  }

  private static void paint(Image image, int x, int y, int side, int channel) {
    for (int row = y; row < y + side; row++) {
      for (int column = x; column < x + side; column++) {
        image.rgb()[(row * image.width() + column) * 3 + channel] = (byte) 255;
      }
    }
  }
}
