package io.sketchwatch.modelexport.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Python's pickle, protocol 2, as data: numbers, texts, lists, tuples (as lists) and dicts
 * whose keys are texts or numbers. Nothing is ever imported, constructed or called but what {@link
 * Names} grants; any other instruction ends the reading.
 *
 * <p>Time and memory are proportional to the pickle's length; at most 1000 collections are open at
 * a time. Not thread-safe.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">the
 *     instructions</a>
 */
final class Pickle {

  private static final int MAX_OPEN = 1000;

  /** What a pickle may refer to. All of it throws IllegalArgumentException to refuse. */
  interface Names {

    /** What stands for a global name, such as {@code collections.OrderedDict}. */
    Object global(String name);

    /** The result of calling what {@link #global} gave. */
    Object call(Object global, List<?> arguments);

    /** What is kept outside of the pickle. */
    Object persistent(Object id);
  }

  private final ByteBuffer in;
  private final Names names;
  private final Map<Integer, Object> memo = new HashMap<>();
  private final Deque<List<Object>> open = new ArrayDeque<>();
  private List<Object> stack = new ArrayList<>();

  private Pickle(ByteBuffer in, Names names) {
    this.in = in;
    this.names = names;
  }

  /**
   * Reads one object.
   *
   * @throws IllegalArgumentException if it is no such pickle
   */
  static Object read(ByteBuffer in, Names names) {
    Pickle pickle = new Pickle(in.duplicate().order(ByteOrder.LITTLE_ENDIAN), names);
    try {
      return pickle.run();
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("ends early", e);
    }
  }

  private Object run() {
    while (true) {
      int instruction = in.get() & 0xff;
      if (instruction == '.') {
        return pop();
      }
      if (!value(instruction) && !collection(instruction) && !reference(instruction)) {
        throw new IllegalArgumentException(
            "has instruction 0x%02x at byte %d, which plain weights never need"
                .formatted(instruction, in.position() - 1));
      }
    }
  }

  /** Instructions that push a value of their own. */
  private boolean value(int instruction) {
    switch (instruction) {
      case 'N' -> stack.add(null);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case 'K' -> stack.add((long) (in.get() & 0xff));
      case 'M' -> stack.add((long) (in.getShort() & 0xffff));
      case 'J' -> stack.add((long) in.getInt());
      case 0x8a -> stack.add(integer(in.get() & 0xff));
      case 'G' -> stack.add(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 'X' -> stack.add(text(in.getInt()));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Instructions that make collections or fill them. */
  private boolean collection(int instruction) {
    switch (instruction) {
      case '(' -> open();
      case '}' -> stack.add(new LinkedHashMap<>());
      case ']', ')' -> stack.add(new ArrayList<>());
      case 't' -> {
        List<Object> items = close();
        stack.add(items);
      }
      case 0x85 -> stack.add(tuple(1));
      case 0x86 -> stack.add(tuple(2));
      case 0x87 -> stack.add(tuple(3));
      case 's' -> putAll(tuple(2));
      case 'u' -> putAll(close());
      case 'a' -> addAll(tuple(1));
      case 'e' -> addAll(close());
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Instructions that refer to something, or apply it. */
  private boolean reference(int instruction) {
    switch (instruction) {
      case 0x80 -> protocol(in.get());
      case 'q' -> memo.put(in.get() & 0xff, peek());
      case 'r' -> memo.put(in.getInt(), peek());
      case 'h' -> stack.add(remembered(in.get() & 0xff));
      case 'j' -> stack.add(remembered(in.getInt()));
      case 'c' -> stack.add(names.global(line() + "." + line()));
      case 'R' -> {
        List<?> arguments = pop(List.class);
        stack.add(names.call(pop(), arguments));
      }
      case 'Q' -> stack.add(names.persistent(pop()));
      case 'b' -> {
        pop(); // attributes of a dict, such as the versions of its modules
        top(Map.class);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void protocol(int version) {
    if (version != 2) {
      throw new IllegalArgumentException(
          "must be of protocol 2, torch.save's own, but was " + version);
    }
  }

  private long integer(int length) {
    if (length > Long.BYTES) {
      throw new IllegalArgumentException("has an integer of %d bytes".formatted(length));
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      long next = in.get();
      value = (value & ((1L << (8 * i)) - 1)) | (next << (8 * i));
    }
    return value;
  }

  private String text(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] text = new byte[length];
    in.get(text);
    return new String(text, UTF_8);
  }

  private String line() {
    int start = in.position();
    while (in.get() != '\n') {}
    byte[] line = new byte[in.position() - 1 - start];
    in.get(start, line);
    return new String(line, UTF_8);
  }

  private void open() {
    if (open.size() == MAX_OPEN) {
      throw new IllegalArgumentException("is nested deeper than " + MAX_OPEN);
    }
    open.push(stack);
    stack = new ArrayList<>();
  }

  private List<Object> close() {
    List<Object> items = stack;
    if (open.isEmpty()) {
      throw new IllegalArgumentException("closes a collection that it has not opened");
    }
    stack = open.pop();
    return items;
  }

  private List<Object> tuple(int length) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      items.add(pop());
    }
    Collections.reverse(items);
    return items;
  }

  @SuppressWarnings("unchecked")
  private void addAll(List<Object> items) {
    top(List.class).addAll(items);
  }

  @SuppressWarnings("unchecked")
  private void putAll(List<Object> items) {
    Map<Object, Object> map = top(Map.class);
    if (items.size() % 2 != 0) {
      throw new IllegalArgumentException("has a key without a value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      Object key = items.get(i);
      if (!(key instanceof String) && !(key instanceof Long)) {
        throw new IllegalArgumentException("has a dict whose key is neither text nor number");
      }
      map.put(key, items.get(i + 1));
    }
  }

  private Object remembered(int key) {
    if (!memo.containsKey(key)) {
      throw new IllegalArgumentException("refers to something that it has not kept");
    }
    return memo.get(key);
  }

  private Object peek() {
    if (stack.isEmpty()) {
      throw new IllegalArgumentException("takes more than it has made");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object top = peek();
    stack.remove(stack.size() - 1);
    return top;
  }

  private <T> T pop(Class<T> type) {
    T top = top(type);
    pop();
    return top;
  }

  private <T> T top(Class<T> type) {
    Object top = peek();
    if (!type.isInstance(top)) {
      throw new IllegalArgumentException(
          "has something else where a %s must be".formatted(type.getSimpleName()));
    }
    return type.cast(top);
  }
}
