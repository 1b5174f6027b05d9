package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.ConstantInitializer;
import io.sketchwatch.dalnet.engine.Owned;
import io.sketchwatch.dalnet.engine.ScriptedOperation;

/**
 * Generalised mean over positions: {@code mean(max(x, 1e-6)^p)^(1/p)} with one learnt exponent
 * {@code p}, at first 3. Maps {@code [N, C, H, W]} become vectors {@code [N, C]}.
 */
public final class GemPooling extends Layer {

  private static final ScriptedOperation AT_LEAST =
      new ScriptedOperation("x: Tensor", "torch.clamp(x, 1e-06)");

  private final Parameter exponent;

  public GemPooling() {
    exponent = parameter("p", Parameter.Type.OTHER, 1);
    exponent.setInitializer(new ConstantInitializer(3));
  }

  @Override
  public NDArray apply(NDArray maps, boolean training) {
    Shape shape = maps.getShape();
    NDArray p = exponent.getArray();
    return AT_LEAST
        .apply(Precision.float32(maps))
        .pow(p)
        .reshape(shape.get(0), shape.get(1), -1)
        .mean(new int[] {2})
        .pow(Owned.scalar(maps.getManager(), 1).div(p));
  }

  @Override
  Shape shapeOf(Shape input) {
    return new Shape(input.get(0), input.get(1));
  }
}
