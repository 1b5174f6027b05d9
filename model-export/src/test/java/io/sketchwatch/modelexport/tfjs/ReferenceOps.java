package io.sketchwatch.modelexport.tfjs;

import io.sketchwatch.core.model.Tensor;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** TensorFlow's operations spelled out as loops over NHWC, by their documentation. */
final class ReferenceOps {

  private ReferenceOps() {}

  /** Reads one value by its index. */
  static float at(Tensor tensor, int... index) {
    int offset = 0;
    for (int axis = 0; axis < index.length; axis++) {
      offset = offset * (int) tensor.shape()[axis] + index[axis];
    }
    return tensor.values()[offset];
  }

  /** Makes a tensor from a function of the index. */
  static Tensor make(ToDoubleFunction<int[]> value, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      int[] index = new int[shape.length];
      for (int axis = shape.length - 1, rest = i; axis >= 0; axis--) {
        index[axis] = rest % shape[axis];
        rest /= shape[axis];
      }
      values[i] = (float) value.applyAsDouble(index);
    }
    return new Tensor(Arrays.stream(shape).asLongStream().toArray(), values);
  }

  static int length(Tensor tensor, int axis) {
    return (int) tensor.shape()[axis];
  }

  static Tensor nhwc(Tensor x) {
    return make(
        i -> at(x, i[0], i[3], i[1], i[2]), length(x, 0), length(x, 2), length(x, 3), length(x, 1));
  }

  static Tensor nchw(Tensor x) {
    return make(
        i -> at(x, i[0], i[2], i[3], i[1]), length(x, 0), length(x, 3), length(x, 1), length(x, 2));
  }

  static Tensor map(Tensor x, ToDoubleFunction<Float> function) {
    float[] values = new float[x.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) function.applyAsDouble(x.values()[i]);
    }
    return new Tensor(x.shape(), values);
  }

  /** Pads height and width of NHWC. */
  static Tensor pad(Tensor x, int top, int bottom, int left, int right, float fill) {
    return make(
        i -> {
          int y = i[1] - top;
          int column = i[2] - left;
          boolean inside = y >= 0 && y < length(x, 1) && column >= 0 && column < length(x, 2);
          return inside ? at(x, i[0], y, column, i[3]) : fill;
        },
        length(x, 0),
        length(x, 1) + top + bottom,
        length(x, 2) + left + right,
        length(x, 3));
  }

  /** VALID convolution of NHWC with a kernel HWIO, in groups. */
  static Tensor convolve(Tensor x, Tensor kernel, int stride) {
    int inputs = length(kernel, 2);
    int perGroup = length(kernel, 3) / (length(x, 3) / inputs);
    return make(
        i -> {
          double sum = 0;
          for (int y = 0; y < length(kernel, 0); y++) {
            for (int column = 0; column < length(kernel, 1); column++) {
              for (int c = 0; c < inputs; c++) {
                int channel = i[3] / perGroup * inputs + c;
                sum +=
                    at(x, i[0], i[1] * stride + y, i[2] * stride + column, channel)
                        * at(kernel, y, column, c, i[3]);
              }
            }
          }
          return sum;
        },
        length(x, 0),
        (length(x, 1) - length(kernel, 0)) / stride + 1,
        (length(x, 2) - length(kernel, 1)) / stride + 1,
        length(kernel, 3));
  }

  static Tensor maxPool(Tensor x, int size, int stride) {
    return make(
        i -> {
          float max = Float.NEGATIVE_INFINITY;
          for (int k = 0; k < size * size; k++) {
            max =
                Math.max(
                    max, at(x, i[0], i[1] * stride + k / size, i[2] * stride + k % size, i[3]));
          }
          return max;
        },
        length(x, 0),
        (length(x, 1) - size) / stride + 1,
        (length(x, 2) - size) / stride + 1,
        length(x, 3));
  }

  /** Bilinear with half_pixel_centers, not antialiased; borders repeat. */
  static Tensor resize(Tensor x, int height, int width) {
    return make(
        i -> {
          double y = (i[1] + 0.5) * length(x, 1) / height - 0.5;
          double column = (i[2] + 0.5) * length(x, 2) / width - 0.5;
          double sum = 0;
          for (int corner = 0; corner < 4; corner++) {
            int atY = (int) Math.floor(y) + corner / 2;
            int atX = (int) Math.floor(column) + corner % 2;
            double weight = (1 - Math.abs(y - atY)) * (1 - Math.abs(column - atX));
            int insideY = Math.max(0, Math.min(length(x, 1) - 1, atY));
            int insideX = Math.max(0, Math.min(length(x, 2) - 1, atX));
            sum += weight * at(x, i[0], insideY, insideX, i[3]);
          }
          return sum;
        },
        length(x, 0),
        height,
        width,
        length(x, 3));
  }
}
