package io.sketchwatch.dalnet.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.sketchwatch.dalnet.engine.Owned;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies batches into the engine by way of one buffer, which is kept, so that no memory outside of
 * the heap piles up until the next garbage collection. Not thread-safe.
 */
final class Upload {

  private final NDManager manager;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

  Upload(NDManager manager) {
    this.manager = manager;
  }

  NDArray of(float[] values, Shape shape) {
    int bytes = Math.multiplyExact(values.length, Float.BYTES);
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    buffer.clear().limit(bytes);
    buffer.asFloatBuffer().put(values);
    return Owned.copy(manager.create(buffer, shape, DataType.FLOAT32));
  }
}
