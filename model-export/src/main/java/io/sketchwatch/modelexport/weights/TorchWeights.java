package io.sketchwatch.modelexport.weights;

import io.sketchwatch.core.model.ElementType;
import io.sketchwatch.core.model.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code torch.save} writes of a state dict: a zip of a pickle, which names the tensors, and
 * their storages. Known names are ordered dicts, tensors, parameters and storages; any other is
 * refused, never resolved. The state dict may lie under {@code state_dict} of another dict.
 */
final class TorchWeights implements Pickle.Names {

  private static final String PICKLE = "/data.pkl";
  private static final int MAX_PICKLE_BYTES = 64 << 20;
  private static final String NESTED = "state_dict";
  private static final String DICT = "collections.OrderedDict";
  private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
  private static final String PARAMETER = "torch._utils._rebuild_parameter";
  private static final Map<String, ElementType> STORAGES =
      Map.of(
          "torch.HalfStorage", ElementType.FLOAT16,
          "torch.BFloat16Storage", ElementType.BFLOAT16,
          "torch.FloatStorage", ElementType.FLOAT32,
          "torch.DoubleStorage", ElementType.FLOAT64,
          "torch.LongStorage", ElementType.INT64);

  /** A name that a pickle may call. */
  private record Known(String name) {}

  /** Numbers of one type that tensors are views of. */
  private record Storage(ByteBuffer data, ElementType type) {}

  private final ZipContent zip;
  private final String folder;
  private final ByteOrder order;
  private final Map<String, ByteBuffer> storages = new HashMap<>();

  private TorchWeights(ZipContent zip, String folder) throws IOException {
    this.zip = zip;
    this.folder = folder;
    String named = folder + "/byteorder";
    boolean isBig = zip.has(named) && zip.read(named).get(0) == 'b';
    this.order = isBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  static boolean isIn(ZipContent zip) {
    return zip.names().stream().anyMatch(name -> name.endsWith(PICKLE));
  }

  static SortedMap<String, Tensor> read(ZipContent zip) throws IOException {
    List<String> pickles = zip.names().stream().filter(name -> name.endsWith(PICKLE)).toList();
    if (pickles.size() != 1) {
      throw zip.refusal("must hold one data.pkl, but holds " + pickles);
    }
    String name = pickles.get(0);
    ByteBuffer pickle = zip.read(name);
    if (pickle.limit() > MAX_PICKLE_BYTES) {
      throw zip.refusal("has an index of more than %d bytes".formatted(MAX_PICKLE_BYTES));
    }
    String folder = name.substring(0, name.length() - PICKLE.length());
    TorchWeights weights = new TorchWeights(zip, folder);
    try {
      return weights.tensors(Pickle.read(pickle, weights));
    } catch (IllegalArgumentException e) {
      throw zip.refusal("is no state dict of plain tensors: it " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private SortedMap<String, Tensor> tensors(Object saved) {
    Object dict =
        saved instanceof Map<?, ?> map && map.containsKey(NESTED) ? map.get(NESTED) : saved;
    if (!(dict instanceof Map<?, ?> entries) || entries.isEmpty()) {
      throw new IllegalArgumentException("holds no dict of tensors: save model.state_dict()");
    }
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    long left = WeightFile.MAX_BYTES / Float.BYTES;
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      if (!(entry.getValue() instanceof StridedArray array)) {
        throw new IllegalArgumentException(
            "has '%s', which is no tensor".formatted(entry.getKey()));
      }
      if (array.elements() > left) {
        throw new IllegalArgumentException(
            "unfolds to more than %d bytes".formatted(WeightFile.MAX_BYTES));
      }
      left -= array.elements();
      tensors.put(entry.getKey().toString(), array.tensor());
    }
    return tensors;
  }

  @Override
  public Object global(String name) {
    if (STORAGES.containsKey(name)) {
      return STORAGES.get(name);
    }
    if (name.equals(DICT) || name.equals(TENSOR) || name.equals(PARAMETER)) {
      return new Known(name);
    }
    throw new IllegalArgumentException("refers to '%s', which is not read".formatted(name));
  }

  @Override
  public Object call(Object global, List<?> arguments) {
    String name = global instanceof Known known ? known.name() : "";
    if (name.equals(DICT) && arguments.isEmpty()) {
      return new LinkedHashMap<>();
    }
    if (name.equals(PARAMETER) && argument(arguments, 0, Object.class) instanceof StridedArray a) {
      return a;
    }
    if (name.equals(TENSOR)) {
      Storage storage = argument(arguments, 0, Storage.class);
      return new StridedArray(
          storage.data(),
          storage.type(),
          argument(arguments, 1, Long.class),
          longs(argument(arguments, 2, List.class)),
          longs(argument(arguments, 3, List.class)));
    }
    throw new IllegalArgumentException("calls something in an unknown way");
  }

  /** A storage: {@code ("storage", type, key, device, length)}. */
  @Override
  public Object persistent(Object id) {
    if (!(id instanceof List<?> parts) || !"storage".equals(argument(parts, 0, String.class))) {
      throw new IllegalArgumentException("refers to something outside that is no storage");
    }
    ElementType type = argument(parts, 1, ElementType.class);
    return new Storage(storage(argument(parts, 2, String.class)), type);
  }

  private ByteBuffer storage(String key) {
    return storages.computeIfAbsent(
        key,
        absent -> {
          try {
            return zip.read(folder + "/data/" + absent).order(order);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static <T> T argument(List<?> arguments, int index, Class<T> type) {
    if (index >= arguments.size() || !type.isInstance(arguments.get(index))) {
      throw new IllegalArgumentException(
          "lacks a %s where one must be".formatted(type.getSimpleName()));
    }
    return type.cast(arguments.get(index));
  }

  private static long[] longs(List<?> values) {
    long[] longs = new long[values.size()];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = argument(values, i, Long.class);
    }
    return longs;
  }
}
