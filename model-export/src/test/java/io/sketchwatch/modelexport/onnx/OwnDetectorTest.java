package io.sketchwatch.modelexport.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxDetector;
import io.sketchwatch.core.model.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A detector as a user brings it, its manifest written by hand: it takes pixels of two by two and
 * passes them on, the first row as two boxes, the second as their class scores.
 */
class OwnDetectorTest {

  private static final String DETR =
      """
      {"kind": "DETR", "personClass": 2, "outputs": [1, 0], "activation": "NONE"}""";

  @TempDir Path folder;

  @Test
  void shouldFollowTheManifest() throws Exception {
    try (OnnxDetector detector = OnnxDetector.open(detector(DETR), 1)) {
      // Of two by two: red and green of the first row's pixels are the boxes' centres.
      Image frame = new Image(2, 2, new byte[] {100, 100, 0, 50, 50, 0, 0, 0, (byte) 180, 0, 0, 5});

      List<List<Detection>> found = detector.detect(List.of(frame));

      // Centre (0.5, 0.5) of two pixels, as large as one pixel, clipped to whole ones.
      assertThat(found)
          .containsExactly(
              List.of(new Detection(new Box(1, 1, 1, 1), found.get(0).get(0).confidence())));
      assertThat(found.get(0).get(0).confidence()).isBetween(0.89, 0.91);
    }
  }

  @Test
  void shouldRefuseAnOutputThatTheFileDoesNotHave() throws Exception {
    ModelPackage wrong = detector(DETR.replace("[1, 0]", "[1, 2]"));

    assertThatThrownBy(() -> OnnxDetector.open(wrong, 1))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("Decoder 'DETR' reads output 2");
  }

  @Test
  void shouldRefuseADecoderThatIsNotSaidInFull() {
    assertThatThrownBy(() -> detector("{\"kind\": \"SSD\"}"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("Decoder 'SSD' needs an activation");
    assertThatThrownBy(() -> detector("\"yolov5\""))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("YOLOV5");
  }

  private ModelPackage detector(String decoder) throws Exception {
    Path file = folder.resolve(ModelPackage.DETECTOR);
    write(file);
    Files.writeString(
        folder.resolve(ModelPackage.MANIFEST),
        """
        {"formatVersion": 1, "kind": "DETECTOR", "modelId": "mine", "decoder": %s,
         "files": {"detector.onnx": "%s"},
         "input": {"width": 2, "height": 2, "channels": "RGB", "fit": "STRETCH", "layout": "NHWC",
                   "mean": [0, 0, 0], "std": [200, 200, 200]},
         "notices": [{"name": "mine", "licence": "MIT", "source": "here"}]}
        """
            .formatted(decoder, Sha256.hex(file)));
    return ModelPackage.open(folder);
  }

  /** Boxes are the first row's pixels and, for width and height, a half; scores the second's. */
  private static void write(Path file) throws Exception {
    float[] half = new float[4];
    Arrays.fill(half, 0.5f);
    OnnxGraph graph = new OnnxGraph("rows");
    graph.input("pixels", 1, 2, 2, 3);
    graph.constant("rowAxis", 1);
    graph.constant("pair", 1, 1);
    graph.constant("twoAndOne", 2, 1);
    graph.constant("size", new Tensor(new long[] {1, 2, 2}, half));
    graph.node(
        "Split", List.of("pixels", "pair"), List.of("top", "bottom"), OnnxGraph.integer("axis", 1));
    graph.node("Squeeze", List.of("top", "rowAxis"), "row");
    graph.node(
        "Split",
        List.of("row", "twoAndOne"),
        List.of("centre", "blue"),
        OnnxGraph.integer("axis", 2));
    graph.node("Concat", List.of("centre", "size"), "boxes", OnnxGraph.integer("axis", 2));
    graph.node("Squeeze", List.of("bottom", "rowAxis"), "scores");
    graph.output("boxes", 1, 2, 4);
    graph.output("scores", 1, 2, 3);
    graph.write(file, new TreeMap<>());
  }
}
