package io.sketchwatch.modelexport.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sketchwatch.core.model.InputBuffers;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.core.model.TensorModel;
import io.sketchwatch.core.text.OneLine;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.engine.ScriptedNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One ONNX file on one device, through DJL's PyTorch engine. It runs what convolutional encoders
 * are made of; a file of other operators is refused, and left to ONNX Runtime.
 *
 * <p>Thread-safe, as {@link ScriptedNetwork} is.
 */
public final class TorchModel implements TensorModel {

  private final Path file;
  private final List<Long> inputShape;
  private final ScriptedNetwork network;
  private final InputBuffers buffers = new InputBuffers();

  private TorchModel(Path file, List<Long> inputShape, ScriptedNetwork network) {
    this.file = file;
    this.inputShape = inputShape;
    this.network = network;
  }

  /**
   * Loads a model.
   *
   * @param threads that one call may use on the CPU, at least 1
   * @param device where it runs
   * @throws InvalidModelException if the file is damaged or has an operator that is not known,
   *     which is named, or if PyTorch has no such device
   */
  public static TorchModel open(Path file, int threads, Device device) throws IOException {
    if (threads < 1) {
      throw new IllegalArgumentException("Expected at least 1 thread, but was " + threads);
    }
    try (InputStream in = Files.newInputStream(file)) {
      OnnxScript script = OnnxScript.of(ModelProto.parseFrom(in));
      PyTorch.require(device);
      return new TorchModel(
          file,
          script.inputShape(),
          ScriptedNetwork.open(script.statements(), script.weights(), threads, device));
    } catch (InvalidProtocolBufferException | InvalidModelException | EngineException e) {
      throw new InvalidModelException(
          "Model file '%s' can't be loaded: %s".formatted(file, OneLine.of(e.getMessage())), e);
    }
  }

  @Override
  public List<Tensor> run(Consumer<FloatBuffer> writer, long... shape) {
    requireInputShape(shape);
    int length = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    ByteBuffer buffer = buffers.take(length);
    try {
      writer.accept(buffer.asFloatBuffer());
      return network.run(buffer, shape);
    } catch (EngineException e) {
      throw new IllegalStateException(
          "Model file '%s' failed on an input of shape %s: %s"
              .formatted(file, Arrays.toString(shape), OneLine.of(e.getMessage())),
          e);
    } finally {
      buffers.giveBack(buffer);
    }
  }

  private void requireInputShape(long... shape) {
    boolean fits = shape.length == inputShape.size();
    for (int axis = 0; fits && axis < shape.length; axis++) {
      fits = inputShape.get(axis) == 0 || inputShape.get(axis) == shape[axis];
    }
    if (!fits) {
      throw new IllegalStateException(
          "Model file '%s' must have an input of shape %s (0: any), but was %s"
              .formatted(file, inputShape, Arrays.toString(shape)));
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
