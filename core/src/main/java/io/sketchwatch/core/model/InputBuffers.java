package io.sketchwatch.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Native memory for input tensors, which the runtime reads where it lies: as many buffers as calls
 * ever ran at once, each as large as the largest input it held. Thread-safe.
 */
final class InputBuffers {

  private final Queue<FloatBuffer> free = new ConcurrentLinkedQueue<>();

  /** A buffer of exactly so many floats, for the caller alone. */
  FloatBuffer take(int floats) {
    FloatBuffer buffer = free.poll();
    if (buffer == null || buffer.capacity() < floats) {
      buffer =
          ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }
    return buffer.clear().limit(floats);
  }

  /** Lets others use it again. */
  void giveBack(FloatBuffer buffer) {
    free.add(buffer);
  }
}
