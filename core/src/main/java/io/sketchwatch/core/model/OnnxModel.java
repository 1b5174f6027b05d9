package io.sketchwatch.core.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One ONNX file on one device: float32 tensors in, float32 tensors out, through DJL's ONNX Runtime
 * engine.
 *
 * <p>Thread-safe: one session serves concurrent callers, each with a short-lived predictor that
 * owns its native tensors, and with an input buffer that is used again. {@link #close} comes after
 * the last call has returned.
 */
public final class OnnxModel implements TensorModel {

  private static final String ENGINE = "OnnxRuntime";

  static {
    // On Amazon's machines DJL reports its use when an engine is first loaded. Not from here.
    System.setProperty("OPT_OUT_TRACKING", "true");
    // Where PyTorch is on the class path, DJL loads it too, for operations that are not used here.
    System.setProperty("ai.djl.onnx.disable_alternative", "true");
  }

  private final Path file;
  private final Model model;
  private final InputBuffers buffers = new InputBuffers();

  private OnnxModel(Path file, Model model) {
    this.file = file;
    this.model = model;
  }

  /** Loads a model on the CPU, as {@link #open(Path, int, Device)} does. */
  public static OnnxModel open(Path file, int threads) throws IOException {
    return open(file, threads, Device.cpu());
  }

  /**
   * Loads a model.
   *
   * @param threads that one call may use on the CPU, at least 1
   * @param device where it runs
   * @throws InvalidModelException if the runtime refuses the file, or has no such device
   */
  public static OnnxModel open(Path file, int threads, Device device) throws IOException {
    if (threads < 1) {
      throw new IllegalArgumentException("Expected at least 1 thread, but was " + threads);
    }
    Path path = file.toAbsolutePath();
    Model model = Model.newInstance(path.getFileName().toString(), device, ENGINE);
    try {
      model.load(
          path.getParent(),
          path.getFileName().toString(),
          Map.of("intraOpNumThreads", Integer.toString(threads), "interOpNumThreads", "1"));
      return new OnnxModel(file, model);
    } catch (MalformedModelException e) {
      model.close();
      String cause = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new InvalidModelException(
          "Model file '%s' can't be loaded: %s".formatted(file, cause), e);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Runs the model on one tensor.
   *
   * @param values of the input, row-major; read only during the call
   * @param shape of the input
   * @return every output, in the file's order
   * @throws IllegalStateException if the model refuses the input
   */
  public List<Tensor> run(float[] values, long... shape) {
    return run(input -> input.put(0, values), shape);
  }

  @Override
  public List<Tensor> run(Consumer<FloatBuffer> writer, long... shape) {
    Shape inputShape = new Shape(shape);
    ByteBuffer buffer = buffers.take(Math.toIntExact(inputShape.size()));
    try (Predictor<FloatBuffer, List<Tensor>> predictor =
        model.newPredictor(new Tensors(inputShape))) {
      FloatBuffer values = buffer.asFloatBuffer();
      writer.accept(values);
      return predictor.predict(values);
    } catch (TranslateException e) {
      throw new IllegalStateException(
          "Model file '%s' failed on an input of shape %s: %s"
              .formatted(file, inputShape, e.getMessage()),
          e);
    } finally {
      buffers.giveBack(buffer);
    }
  }

  @Override
  public void close() {
    model.close();
  }

  private record Tensors(Shape shape) implements NoBatchifyTranslator<FloatBuffer, List<Tensor>> {

    @Override
    public NDList processInput(TranslatorContext context, FloatBuffer input) {
      return new NDList(context.getNDManager().create(input, shape, DataType.FLOAT32));
    }

    @Override
    public List<Tensor> processOutput(TranslatorContext context, NDList outputs) {
      List<Tensor> tensors = new ArrayList<>(outputs.size());
      for (NDArray output : outputs) {
        tensors.add(new Tensor(output.getShape().getShape(), output.toFloatArray()));
      }
      return tensors;
    }
  }
}
