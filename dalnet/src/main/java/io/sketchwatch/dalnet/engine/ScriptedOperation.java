package io.sketchwatch.dalnet.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.List;

/**
 * An operation of PyTorch that DJL does not offer, as a TorchScript module of one function, which
 * is written in memory and compiled by the engine. Gradients pass through it. Thread-safe; lives as
 * long as the process.
 *
 * <p>Keep it to one operation that makes an array: from two on, the compiler derives gradients of
 * its own once it has seen a few calls, and the last bits of a run would depend on when it began.
 */
public final class ScriptedOperation {

  private final PtSymbolBlock block;

  /**
   * Compiles an operation.
   *
   * @param parameters as TorchScript declares them, such as {@code x: Tensor, weight: Tensor}
   * @param result an expression in canonical TorchScript, such as {@code torch.to(x, 15)}
   */
  public ScriptedOperation(String parameters, String result) {
    PtNDManager manager = (PtNDManager) PyTorch.manager(Device.cpu());
    block = TorchScript.compile(manager, parameters, "Tensor", List.of("return " + result));
  }

  /** The result for some arrays, one a parameter. It belongs to the first array's manager. */
  public NDArray apply(NDArray... inputs) {
    return IValueUtils.forward(block, new NDList(inputs), true).singletonOrThrow();
  }
}
