package io.sketchwatch.modelexport.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.sketchwatch.core.model.ElementType;
import io.sketchwatch.core.model.Float16;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the floating-point constants of ONNX graphs, in either form that ONNX stores them in. */
public final class FloatConstant {

  private FloatConstant() {}

  /**
   * Reads a constant of float16 or float32.
   *
   * @throws InvalidModelException if it is of another type, damaged, or not in the file itself
   */
  public static Tensor read(TensorProto constant) throws InvalidModelException {
    boolean isHalf = constant.getDataType() == DataType.FLOAT16.getNumber();
    if (!isHalf && constant.getDataType() != DataType.FLOAT.getNumber()) {
      throw refused(constant, "must be float16 or float32, but is of type " + type(constant));
    }
    if (constant.getDataLocation() == DataLocation.EXTERNAL) {
      throw refused(constant, "must be in the file itself, but lies in another");
    }
    long[] shape = constant.getDimsList().stream().mapToLong(Long::longValue).toArray();
    try {
      return new Tensor(shape, isHalf ? halves(constant) : floats(constant));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InvalidModelException(
          "Constant '%s': %s".formatted(constant.getName(), e.getMessage()), e);
    }
  }

  private static float[] floats(TensorProto constant) {
    if (constant.hasRawData()) {
      return raw(constant, ElementType.FLOAT32);
    }
    float[] values = new float[constant.getFloatDataCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = constant.getFloatData(i);
    }
    return values;
  }

  private static float[] halves(TensorProto constant) {
    if (constant.hasRawData()) {
      return raw(constant, ElementType.FLOAT16);
    }
    float[] values = new float[constant.getInt32DataCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float16.toFloat((short) constant.getInt32Data(i));
    }
    return values;
  }

  private static float[] raw(TensorProto constant, ElementType type) {
    ByteBuffer bytes = constant.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / type.bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.read(bytes, i);
    }
    return values;
  }

  private static String type(TensorProto constant) {
    DataType known = DataType.forNumber(constant.getDataType());
    return known == null ? Integer.toString(constant.getDataType()) : known.name();
  }

  private static InvalidModelException refused(TensorProto constant, String rule) {
    return new InvalidModelException("Constant '%s' %s".formatted(constant.getName(), rule));
  }
}
