package io.sketchwatch.modelexport.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sketchwatch.core.model.ElementType;
import io.sketchwatch.core.model.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's {@code .npz}: a zip of {@code .npy} arrays, in C or Fortran order. Names are the entries'
 * names, without {@code parameter/} where all have it. Arrays of objects, which are pickles, are
 * refused.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the
 *     format</a>
 */
final class NumpyWeights {

  private static final String SUFFIX = ".npy";
  private static final String PREFIX = "parameter/";
  private static final String MAGIC = "\u0093NUMPY";
  private static final int MAX_HEADER_BYTES = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>])(\\w{1,4})'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)\\b");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]{0,200})\\)");
  private static final Map<String, ElementType> TYPES =
      Map.of(
          "f2", ElementType.FLOAT16,
          "f4", ElementType.FLOAT32,
          "f8", ElementType.FLOAT64,
          "i8", ElementType.INT64);

  private NumpyWeights() {}

  static SortedMap<String, Tensor> read(ZipContent zip) throws IOException {
    List<String> names = zip.names();
    boolean isPrefixed = names.stream().allMatch(name -> name.startsWith(PREFIX));
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    for (String name : names) {
      if (!name.endsWith(SUFFIX)) {
        throw zip.refusal("must be .pth or .npz, but holds entry '%s'".formatted(name));
      }
      String key = name.substring(0, name.length() - SUFFIX.length());
      try {
        tensors.put(isPrefixed ? key.substring(PREFIX.length()) : key, array(zip.read(name)));
      } catch (IllegalArgumentException e) {
        throw zip.refusal("is no .npz of numbers: array '%s' %s".formatted(key, e.getMessage()));
      }
    }
    if (tensors.isEmpty()) {
      throw zip.refusal("holds no arrays");
    }
    return tensors;
  }

  /** Reads one array: magic, version, length of the header, header, numbers. */
  private static Tensor array(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    String header = header(bytes);
    Matcher type = find(TYPE, header);
    ElementType numbers = TYPES.get(type.group(2));
    if (numbers == null) {
      throw new IllegalArgumentException(
          "must be of %s, but was %s".formatted(TYPES.keySet(), type.group(2)));
    }
    long[] shape =
        Arrays.stream(find(SHAPE, header).group(1).split(","))
            .map(String::strip)
            .filter(length -> !length.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    boolean isFortran = find(FORTRAN, header).group(1).equals("True");
    ByteBuffer data = bytes.slice();
    data.order(type.group(1).equals("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return new StridedArray(data, numbers, 0, shape, StridedArray.packed(shape, isFortran))
        .tensor();
  }

  private static String header(ByteBuffer bytes) {
    int version = bytes.limit() < 12 ? 0 : bytes.get(6);
    if (version < 1 || version > 3 || !text(bytes, 6).equals(MAGIC)) {
      throw new IllegalArgumentException("has no NumPy header");
    }
    bytes.position(8);
    int length = version == 1 ? bytes.getShort() & 0xffff : bytes.getInt();
    if (length < 0 || length > Math.min(MAX_HEADER_BYTES, bytes.remaining())) {
      throw new IllegalArgumentException("has a NumPy header of %d bytes".formatted(length));
    }
    return text(bytes, length);
  }

  private static String text(ByteBuffer bytes, int length) {
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, ISO_8859_1);
  }

  private static Matcher find(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "has a type, order or shape that is not read: " + header.strip());
    }
    return matcher;
  }
}
