package io.sketchwatch.modelexport.weights;

import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Safetensors;
import io.sketchwatch.core.model.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;

/**
 * Weights by name from a file whose format is told by its content: PyTorch's zip ({@code .pth}),
 * {@code .safetensors} or NumPy's {@code .npz}. Nothing in a file is ever run.
 */
public final class WeightFile {

  /** Bytes of numbers that one file may unfold to. */
  static final long MAX_BYTES = 2L << 30;

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final int PICKLE = 0x80;

  private WeightFile() {}

  /**
   * Reads every tensor of a file.
   *
   * @throws InvalidModelException if the file is of another format, damaged, too large, or holds
   *     anything but tensors
   */
  public static SortedMap<String, Tensor> read(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(9);
    }
    if (Arrays.equals(start, 0, Math.min(4, start.length), ZIP, 0, 4)) {
      return readZip(file);
    }
    if (start.length == 9 && start[8] == '{') {
      return Safetensors.read(file);
    }
    if (start.length > 0 && (start[0] & 0xff) == PICKLE) {
      throw new InvalidModelException(
          "File '%s' is in PyTorch's format from before 1.6: save it again in Python with "
                  .formatted(file)
              + "torch.save(torch.load(FILE, weights_only=True), NEW_FILE)");
    }
    throw new InvalidModelException(
        "File '%s' must be .pth, .safetensors or .npz, but its content is none of them"
            .formatted(file));
  }

  private static SortedMap<String, Tensor> readZip(Path file) throws IOException {
    try (ZipContent zip = ZipContent.open(file)) {
      return TorchWeights.isIn(zip) ? TorchWeights.read(zip) : NumpyWeights.read(zip);
    }
  }
}
