package io.sketchwatch.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Native memory for input tensors, which a runtime reads where it lies: as many buffers as calls
 * ever ran at once, each as large as the largest input it held. Thread-safe.
 */
public final class InputBuffers {

  private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

  /** A buffer of exactly so many floats, in the machine's byte order, for the caller alone. */
  public ByteBuffer take(int floats) {
    int bytes = Math.multiplyExact(floats, Float.BYTES);
    ByteBuffer buffer = free.poll();
    if (buffer == null || buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    return buffer.clear().limit(bytes);
  }

  /** Lets others use it again. */
  public void giveBack(ByteBuffer buffer) {
    free.add(buffer);
  }
}
