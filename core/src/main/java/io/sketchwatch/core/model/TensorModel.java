package io.sketchwatch.core.model;

import ai.djl.Device;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * One network on one device: float32 tensors in, float32 tensors out.
 *
 * <p>Thread-safe; {@link #close} releases native memory and comes after the last call has returned.
 */
public interface TensorModel extends AutoCloseable {

  /**
   * Runs the network on one tensor that is written in its place.
   *
   * @param writer writes the input, row-major, from the buffer's start on
   * @param shape of the input
   * @return every output, in the file's order
   * @throws IllegalStateException if the network refuses the input
   */
  List<Tensor> run(Consumer<FloatBuffer> writer, long... shape);

  @Override
  void close();

  /** What runs the networks of packages. */
  @FunctionalInterface
  interface Opener {

    /**
     * Loads an ONNX file.
     *
     * @param threads that one call may use on the CPU, at least 1
     * @param device where it runs
     * @throws InvalidModelException if the file is refused, or can't run here
     */
    TensorModel open(Path file, int threads, Device device) throws IOException;
  }
}
