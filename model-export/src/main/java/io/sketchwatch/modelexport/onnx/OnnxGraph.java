package io.sketchwatch.modelexport.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.sketchwatch.core.model.Float16;
import io.sketchwatch.core.model.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * An ONNX graph under construction: opset 17, IR 8, which every ONNX Runtime since 1.12 loads.
 *
 * <p>The same calls give the same bytes. Not thread-safe.
 */
public final class OnnxGraph {

  /** The axis length that stands for the number of images. */
  public static final long BATCH = -1;

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph;

  public OnnxGraph(String name) {
    graph = GraphProto.newBuilder().setName(name);
  }

  /** Declares a float32 input. */
  public void input(String name, long... shape) {
    graph.addInput(value(name, shape));
  }

  /** Declares that a node's result is a float32 output. */
  public void output(String name, long... shape) {
    graph.addOutput(value(name, shape));
  }

  /** Declares the inputs and outputs of another graph. */
  public void boundary(GraphProto other) {
    graph.addAllInput(other.getInputList()).addAllOutput(other.getOutputList());
  }

  /** Adds float32 weights. */
  public void constant(String name, Tensor tensor) {
    ByteBuffer bytes = littleEndian(4 * tensor.values().length);
    bytes.asFloatBuffer().put(tensor.values());
    initializer(name, DataType.FLOAT, tensor.shape(), bytes);
  }

  /** Adds weights stored as float16; the runtime widens them to float32 once, when it loads. */
  public void halfConstant(String name, Tensor tensor) {
    ByteBuffer bytes = littleEndian(2 * tensor.values().length);
    for (float value : tensor.values()) {
      bytes.putShort(Float16.fromFloat(value));
    }
    initializer(name + ".half", DataType.FLOAT16, tensor.shape(), bytes.rewind());
    node("Cast", List.of(name + ".half"), name, integer("to", DataType.FLOAT.getNumber()));
  }

  /** Adds signed bytes. */
  public void constant(String name, byte[] values, long... shape) {
    initializer(name, DataType.INT8, shape, ByteBuffer.wrap(values));
  }

  /** Adds one unsigned byte. */
  public void unsignedByte(String name, int value) {
    initializer(name, DataType.UINT8, new long[0], ByteBuffer.wrap(new byte[] {(byte) value}));
  }

  /** Adds a list of int32. */
  public void constant(String name, int[] values) {
    ByteBuffer bytes = littleEndian(4 * values.length);
    bytes.asIntBuffer().put(values);
    initializer(name, DataType.INT32, new long[] {values.length}, bytes);
  }

  /** Adds a list of int64. */
  public void constant(String name, long... values) {
    ByteBuffer bytes = littleEndian(8 * values.length);
    bytes.asLongBuffer().put(values);
    initializer(name, DataType.INT64, new long[] {values.length}, bytes);
  }

  /** Adds a constant of another graph. */
  public void constant(TensorProto tensor) {
    graph.addInitializer(tensor);
  }

  /** Adds a node of another graph. */
  public void node(NodeProto node) {
    graph.addNode(node);
  }

  /** Adds a node of one output. */
  public void node(String op, List<String> inputs, String output, AttributeProto... attributes) {
    node(op, inputs, List.of(output), attributes);
  }

  /** Adds a node of several outputs. */
  public void node(
      String op, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(outputs.get(0))
            .setOpType(op)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(Arrays.asList(attributes)));
  }

  public static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  public static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  public static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  public static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  /**
   * Writes the model.
   *
   * @param metadata that tools show, such as the model id
   */
  public void write(Path file, SortedMap<String, String> metadata) throws IOException {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("sketchwatch")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      model.build().writeTo(out);
    }
  }

  private void initializer(String name, DataType type, long[] shape, ByteBuffer bytes) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    Arrays.stream(shape).forEach(tensor::addDims);
    graph.addInitializer(tensor);
  }

  private static ByteBuffer littleEndian(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ValueInfoProto value(String name, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      TensorShapeProto.Dimension.Builder axis = shape.addDimBuilder();
      if (dim == BATCH) {
        axis.setDimParam("batch");
      } else {
        axis.setDimValue(dim);
      }
    }
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
