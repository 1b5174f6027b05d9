package io.sketchwatch.dalnet.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.sketchwatch.core.model.InputBuffers;
import io.sketchwatch.core.model.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A network that is only run, never trained, as TorchScript over weights, which are data beside it.
 *
 * <p>Thread-safe. On the CPU its threads are the caller's own: PyTorch keeps how many there may be,
 * and that a graph is run as it is written instead of being compiled anew for shapes that it has
 * not met, for each calling thread, so every call says both. The number also holds from then on for
 * threads of the process that use PyTorch for the first time.
 */
public final class ScriptedNetwork implements AutoCloseable {

  private final PtNDManager manager;
  private final PtSymbolBlock block;
  private final IValue weights;
  private final int threads;

  private ScriptedNetwork(PtNDManager manager, PtSymbolBlock block, IValue weights, int threads) {
    this.manager = manager;
    this.block = block;
    this.weights = weights;
    this.threads = threads;
  }

  /**
   * Compiles a network.
   *
   * @param statements in canonical TorchScript, a line each, of the input {@code x: Tensor} and the
   *     weights {@code w: List[Tensor]}; the last one returns a list of arrays
   * @param weights in the order of {@code w}
   * @param threads that one call may use on the CPU, at least 1
   * @param device where it runs; PyTorch must be able to use it
   * @throws ai.djl.engine.EngineException if PyTorch refuses the statements, or has no room
   */
  public static ScriptedNetwork open(
      List<String> statements, List<Tensor> weights, int threads, Device device) {
    PtNDManager manager = (PtNDManager) PyTorch.servingManager(device);
    try {
      PtSymbolBlock block =
          TorchScript.compile(manager, "x: Tensor, w: List[Tensor]", "List[Tensor]", statements);
      return new ScriptedNetwork(manager, block, IValue.listFrom(owned(manager, weights)), threads);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** Copies all through one buffer: Java gives the memory of a buffer back late. */
  private static PtNDArray[] owned(PtNDManager manager, List<Tensor> weights) {
    InputBuffers buffers = new InputBuffers();
    PtNDArray[] arrays = new PtNDArray[weights.size()];
    for (int i = 0; i < arrays.length; i++) {
      Tensor weight = weights.get(i);
      ByteBuffer buffer = buffers.take(weight.values().length);
      buffer.asFloatBuffer().put(weight.values());
      NDArray lent = manager.create(buffer, new Shape(weight.shape()), DataType.FLOAT32);
      arrays[i] = (PtNDArray) Owned.copy(lent);
      buffers.giveBack(buffer);
    }
    return arrays;
  }

  /**
   * Runs the network.
   *
   * @param input direct, float32 in the machine's byte order, row-major; read only during the call
   * @param shape of the input
   * @return every result, in order
   * @throws ai.djl.engine.EngineException if an operation refuses its operands
   */
  public List<Tensor> run(ByteBuffer input, long... shape) {
    JniUtils.setNumThreads(threads);
    JniUtils.setGraphExecutorOptimize(false);
    try (PtNDManager batch = (PtNDManager) manager.newSubManager();
        IValue x = IValue.from(batch.create(input, new Shape(shape), DataType.FLOAT32));
        IValue results = IValueUtils.forward(block, new IValue[] {x, weights})) {
      return results.toNDList(batch).stream().map(ScriptedNetwork::tensor).toList();
    }
  }

  private static Tensor tensor(NDArray array) {
    return new Tensor(array.getShape().getShape(), array.toFloatArray());
  }

  @Override
  public void close() {
    weights.close();
    manager.close();
  }
}
