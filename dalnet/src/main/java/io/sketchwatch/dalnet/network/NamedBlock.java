package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.util.Pair;

/**
 * A block whose parameters and children keep the names they are given; {@link #getParameters} joins
 * them with dots, as PyTorch does. Shapes are fixed when it is made, so that {@link #initialize}
 * needs no input shapes.
 */
abstract class NamedBlock extends AbstractBaseBlock {

  private final ParameterList parameters = new ParameterList();
  private final BlockList children = new BlockList();

  /** Adds a trainable parameter. */
  Parameter parameter(String name, Parameter.Type type, long... shape) {
    return add(name, type, true, shape);
  }

  /** Adds a value that is kept with the weights but never trained. */
  Parameter buffer(String name, Parameter.Type type, long... shape) {
    return add(name, type, false, shape);
  }

  private Parameter add(String name, Parameter.Type type, boolean trained, long... shape) {
    Parameter parameter =
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optShape(new Shape(shape))
            .optRequiresGrad(trained)
            .build();
    parameters.add(name, parameter);
    return parameter;
  }

  <B extends Block> B child(String name, B block) {
    children.add(name, block);
    return block;
  }

  @Override
  public ParameterList getDirectParameters() {
    return parameters;
  }

  @Override
  public BlockList getChildren() {
    return children;
  }

  @Override
  public ParameterList getParameters() {
    ParameterList all = new ParameterList();
    all.addAll(parameters);
    for (Pair<String, Block> child : children) {
      for (Pair<String, Parameter> inner : child.getValue().getParameters()) {
        all.add(child.getKey() + "." + inner.getKey(), inner.getValue());
      }
    }
    return all;
  }

  @Override
  public void initialize(NDManager manager, DataType dataType, Shape... inputShapes) {
    for (Parameter parameter : getParameters().values()) {
      parameter.initialize(manager, dataType);
    }
  }
}
