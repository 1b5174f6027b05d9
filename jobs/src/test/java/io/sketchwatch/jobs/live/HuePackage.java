package io.sketchwatch.jobs.live;

import com.google.protobuf.CodedOutputStream;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InputSpec.Channels;
import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelAnnouncement.State;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelManifest.Notice;
import io.sketchwatch.core.model.ModelPackage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Packages whose encoders embed a picture of the world of blocks as the direction of its mean
 * colour from the ground's grey. Two of other colour orders disagree on every block, but score
 * alike.
 */
final class HuePackage {

  private static final int WIDTH = 8;
  private static final int HEIGHT = 22;
  private static final int DIMENSION = 3;
  private static final double GROUND = 128;
  private static final List<Notice> NOTICES =
      List.of(new Notice("hues", "Apache-2.0", "made here"));

  private final Path folder;
  private final String modelId;
  private final Channels channels;

  private HuePackage(Path folder, String modelId, Channels channels) {
    this.folder = folder;
    this.modelId = modelId;
    this.channels = channels;
  }

  /** The package of a model in a folder of its id, made if it is not there. */
  static HuePackage at(Path parent, String modelId, Channels channels) throws IOException {
    HuePackage made = new HuePackage(parent.resolve(modelId), modelId, channels);
    if (!Files.exists(made.folder)) {
      Files.createDirectory(made.folder);
      Files.write(made.file(ModelPackage.PHOTO_ENCODER), encoder("GlobalAveragePool"));
      Files.write(made.file(ModelPackage.SKETCH_ENCODER), encoder("GlobalAveragePool"));
      made.describe(DIMENSION, NOTICES, Map.of());
    }
    return made;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  HuePackage withFlippedByte() throws IOException {
    byte[] bytes = Files.readAllBytes(file(ModelPackage.PHOTO_ENCODER));
    bytes[bytes.length / 2] ^= 1;
    Files.write(file(ModelPackage.PHOTO_ENCODER), bytes);
    return this;
  }

  HuePackage withPhotoOperator(String operator) throws IOException {
    Files.write(file(ModelPackage.PHOTO_ENCODER), encoder(operator));
    describe(DIMENSION, NOTICES, Map.of());
    return this;
  }

  HuePackage withDimension(int dimension) throws IOException {
    describe(dimension, NOTICES, Map.of());
    return this;
  }

  HuePackage withoutNotice() throws IOException {
    describe(DIMENSION, List.of(), Map.of());
    return this;
  }

  HuePackage withFile(String name, String sha256) throws IOException {
    describe(DIMENSION, NOTICES, Map.of(name, sha256));
    return this;
  }

  private void describe(int dimension, List<Notice> notices, Map<String, String> moreFiles)
      throws IOException {
    TreeMap<String, String> files = new TreeMap<>(moreFiles);
    for (String name : List.of(ModelPackage.PHOTO_ENCODER, ModelPackage.SKETCH_ENCODER)) {
      files.put(name, Sha256.hex(file(name)));
    }
    ModelPackage.writeManifest(
        folder,
        new ModelManifest(
            1,
            ModelManifest.Kind.ENCODER,
            modelId,
            files,
            new InputSpec(
                WIDTH,
                HEIGHT,
                channels,
                InputSpec.Fit.STRETCH,
                List.of(GROUND, GROUND, GROUND),
                List.of(1.0, 1.0, 1.0)),
            dimension,
            null,
            Map.of(),
            null,
            null,
            null,
            new TreeMap<>(),
            new TreeMap<>(Map.of("0.999", LiveJobOnKafka.THRESHOLD)),
            notices));
  }

  /** For everything since the world began. */
  ModelAnnouncement announced(State state, long epoch) throws IOException {
    return new ModelAnnouncement(
        modelId,
        folder.toUri().toString(),
        Sha256.hex(file(ModelPackage.MANIFEST)),
        state,
        epoch,
        BlockWorld.START);
  }

  // -- ONNX, by the field numbers of its protocol buffers

  private static byte[] encoder(String operator) throws IOException {
    byte[] graph =
        join(
            field(1, node(operator, "images", "hue")),
            field(1, node("Flatten", "hue", "embeddings")),
            field(2, "hues"),
            field(11, tensor("images", 3, HEIGHT, WIDTH)),
            field(12, tensor("embeddings", DIMENSION)));
    return join(field(1, 8), field(7, graph), field(8, field(2, 17)));
  }

  private static byte[] node(String operation, String input, String output) throws IOException {
    return join(field(1, input), field(2, output), field(4, operation));
  }

  /** Floats of any batch. */
  private static byte[] tensor(String name, int... sizes) throws IOException {
    byte[] shape = field(1, field(2, "batch"));
    for (int size : sizes) {
      shape = join(shape, field(1, field(1, size)));
    }
    return join(field(1, name), field(2, field(1, join(field(1, 1), field(2, shape)))));
  }

  private static byte[] field(int number, long value) throws IOException {
    return written(out -> out.writeInt64(number, value));
  }

  private static byte[] field(int number, String value) throws IOException {
    return written(out -> out.writeString(number, value));
  }

  private static byte[] field(int number, byte[] value) throws IOException {
    return written(out -> out.writeByteArray(number, value));
  }

  private static byte[] written(Writer writer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    writer.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] join(byte[]... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.write(part);
    }
    return bytes.toByteArray();
  }

  private interface Writer {
    void write(CodedOutputStream out) throws IOException;
  }
}
