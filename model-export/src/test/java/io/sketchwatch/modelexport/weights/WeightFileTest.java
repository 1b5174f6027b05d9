package io.sketchwatch.modelexport.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Safetensors;
import io.sketchwatch.core.model.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files are PyTorch's and NumPy's own: see {@code make_weight_files.py} beside them. */
class WeightFileTest {

  private static final Path FILES = Path.of("src/test/resources/weights");

  @TempDir private Path folder;

  @Test
  void shouldReadEveryKindOfTensorThatPyTorchSaves() throws Exception {
    SortedMap<String, Tensor> tensors = WeightFile.read(FILES.resolve("state_dict.pth"));

    assertThat(tensors)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "float32", tensor(shape(3, 4), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
                "shared", tensor(shape(2, 2), 5, 6, 9, 10),
                "transposed", tensor(shape(4, 3), 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11),
                "expanded", tensor(shape(2, 2), 5, 5, 5, 5),
                "half", tensor(shape(1), -2.5f),
                "brain", tensor(shape(1), -2.5f),
                "double", tensor(shape(), 0.1f),
                "count", tensor(shape(), (float) (1L << 40)),
                "parameter", tensor(shape(2), 1, 2)));
  }

  @Test
  void shouldFindTheStateDictInACheckpointOfPyTorch() throws Exception {
    assertThat(WeightFile.read(FILES.resolve("nested.pth")))
        .isEqualTo(WeightFile.read(FILES.resolve("state_dict.pth")));
  }

  @Test
  void shouldReadEveryKindOfArrayThatNumPySaves() throws Exception {
    SortedMap<String, Tensor> tensors = WeightFile.read(FILES.resolve("numbers.npz"));

    Tensor matrix = tensor(shape(2, 3), 0, 1, 2, 3, 4, 5);
    assertThat(tensors)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "float32", matrix,
                "half", matrix,
                "fortran", matrix,
                "big", matrix,
                "float64", tensor(shape(2, 3), 0, 1 / 3f, 2 / 3f, 1, 4 / 3f, 5 / 3f),
                "count", tensor(shape(), 1234),
                "empty", tensor(shape(0, 3))));
  }

  @Test
  void shouldReadSafetensors() throws Exception {
    SortedMap<String, Tensor> tensors =
        new TreeMap<>(Map.of("pool.p", tensor(shape(1), 3), "neck.bias", tensor(shape(2), 1, 2)));
    Path file = folder.resolve("any-name");
    Safetensors.write(file, tensors);

    assertThat(WeightFile.read(file)).isEqualTo(tensors);
  }

  @Test
  void shouldCutThePrefixOnlyWhereAllNamesHaveIt() throws Exception {
    byte[] array = npy("'descr': '<f4', 'fortran_order': False, 'shape': (1,)", new byte[4]);

    Path prefixed = zip(Map.of("parameter/a.npy", array, "parameter/b.npy", array));
    assertThat(WeightFile.read(prefixed)).containsOnlyKeys("a", "b");
    Path mixed = zip(Map.of("parameter/a.npy", array, "b.npy", array));
    assertThat(WeightFile.read(mixed)).containsOnlyKeys("parameter/a", "b");
  }

  @ParameterizedTest
  @CsvSource({
    "malicious.pth, refers to 'posix.system'",
    "module.pth, refers to 'torch.nn.modules.linear.Linear'",
    "booleans.pth, refers to 'torch.BoolStorage'",
    "bomb.pth, unfolds to more than 2147483648 bytes",
    "legacy.pth, save it again in Python with torch.save(torch.load(",
    "objects.npz, array 'objects' has a type",
    "bytes.npz, array 'bytes' has a type"
  })
  void shouldRefuseWhatIsNoPlainTensorAndRunNothing(String name, String reason) {
    Path file = FILES.resolve(name);

    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'%s'".formatted(file))
        .hasMessageContaining(reason);
    assertThat(Path.of("malice-was-run")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'descr': '<f4', 'fortran_order': False, 'shape': (3,)|must lie within its 2 numbers",
        "'descr': '<f4', 'fortran_order': True, 'shape': (9999999999, 99999999999)|must lie within",
        "'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)|For input",
        "'descr': '<f4', 'fortran_order': False, 'shape': [2]|has a type, order or shape",
        "'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)|has a type, order or shape",
        "'descr': '<f4', 'shape': (2,)|has a type, order or shape",
      })
  void shouldRefuseAnArrayWhoseHeaderPromisesOtherNumbers(String header, String reason)
      throws Exception {
    Path file = zip(Map.of("neck.bias.npy", npy(header, new byte[8])));

    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("array 'neck.bias' ")
        .hasMessageContaining(reason);
  }

  @Test
  void shouldRefuseAZipThatUnpacksToFarMoreThanItShould() throws Exception {
    Path file = zip(Map.of("a.npy", new byte[1 << 20]));

    declareSize(file, 0xf000_0000);

    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("must unpack to at most 2147483648 bytes");
  }

  @Test
  void shouldUnpackNoMoreThanAnEntryDeclares() throws Exception {
    Path file = zip(Map.of("a.npy", new byte[1 << 20]));

    declareSize(file, 100);

    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is damaged: entry 'a.npy'");
  }

  @Test
  void shouldNoticeANumberThatWasDamaged() throws Exception {
    byte[] bytes = Files.readAllBytes(FILES.resolve("state_dict.pth"));
    int at = new String(bytes, ISO_8859_1).indexOf("\0\0\u0080?\0\0\0@");
    bytes[at] ^= 1;
    Path file = Files.write(folder.resolve("damaged.pth"), bytes);

    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is damaged: entry 'state_dict/data/");
  }

  @Test
  void shouldRefuseATruncatedFile() throws Exception {
    byte[] bytes = Files.readAllBytes(FILES.resolve("state_dict.pth"));
    Path file = Files.write(folder.resolve("half.pth"), Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is no whole zip file");
  }

  @Test
  void shouldRefuseAnyOtherFile() throws Exception {
    Path text = Files.writeString(folder.resolve("a.pth"), "hello");
    Path jar = zip(Map.of("META-INF/MANIFEST.MF", new byte[3]));

    assertThatThrownBy(() -> WeightFile.read(text))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("must be .pth, .safetensors or .npz");
    assertThatThrownBy(() -> WeightFile.read(jar))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("holds entry 'META-INF/MANIFEST.MF'");
  }

  private Path zip(Map<String, byte[]> entries) throws IOException {
    Path file = Files.createTempFile(folder, "weights", ".npz");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return file;
  }

  /** Overwrites the unpacked size in the central directory, which follows the one entry. */
  private static void declareSize(Path file, int size) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int directory = new String(bytes, ISO_8859_1).indexOf("PK\u0001\u0002");
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, size);
    Files.write(file, bytes);
  }

  private static byte[] npy(String header, byte[] data) {
    byte[] text = "{%s, }\n".formatted(header).getBytes(ISO_8859_1);
    ByteBuffer bytes = ByteBuffer.allocate(10 + text.length + data.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).put("\u0093NUMPY\1\0".getBytes(ISO_8859_1));
    return bytes.putShort((short) text.length).put(text).put(data).array();
  }

  private static long[] shape(long... axes) {
    return axes;
  }

  private static Tensor tensor(long[] shape, float... values) {
    return new Tensor(shape, values);
  }
}
