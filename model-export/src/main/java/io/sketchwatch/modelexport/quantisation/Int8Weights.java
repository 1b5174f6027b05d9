package io.sketchwatch.modelexport.quantisation;

import io.sketchwatch.core.model.Tensor;

/**
 * Weights as signed bytes, symmetric around 0, each output channel with a scale of its own: {@code
 * weight = byte * scale[channel]}.
 *
 * <p>Seven bits are used: two products with unsigned bytes then fit into int16, where processors
 * without VNNI add them up and cut off what does not fit. So a package computes the same
 * everywhere.
 *
 * @param values -64 to 64, in the weights' order
 * @param scales one a channel, above 0
 */
record Int8Weights(byte[] values, float[] scales) {

  private static final int LIMIT = 64;

  /** Far enough from the ends of int32 for the sum of products that is added. */
  private static final double MAX_BIAS = 1 << 30;

  /**
   * Rounds.
   *
   * @param channelAxis of the output channels
   * @param bias one a channel, which must fit into int32 in steps of input scale times weight scale
   * @param inputScale of the activation that meets the weights
   */
  static Int8Weights of(Tensor weights, int channelAxis, float[] bias, float inputScale) {
    long[] shape = weights.shape();
    int inner = 1;
    for (int axis = channelAxis + 1; axis < shape.length; axis++) {
      inner *= (int) shape[axis];
    }
    float[] floats = weights.values();
    float[] scales = new float[bias.length];
    for (int channel = 0; channel < bias.length; channel++) {
      scales[channel] = (float) (Math.abs(bias[channel]) / (MAX_BIAS * inputScale));
    }
    for (int i = 0; i < floats.length; i++) {
      int channel = i / inner % scales.length;
      scales[channel] = Math.max(scales[channel], Math.abs(floats[i]) / LIMIT);
    }
    byte[] bytes = new byte[floats.length];
    for (int i = 0; i < bytes.length; i++) {
      int channel = i / inner % scales.length;
      if (scales[channel] < Float.MIN_NORMAL) {
        scales[channel] = 1;
      }
      bytes[i] = (byte) Math.round(floats[i] / scales[channel]);
    }
    return new Int8Weights(bytes, scales);
  }

  /** The scale of a channel's sums of products. */
  float[] sumScales(float inputScale) {
    float[] sums = scales.clone();
    for (int channel = 0; channel < sums.length; channel++) {
      sums[channel] *= inputScale;
    }
    return sums;
  }

  /** The bias in steps of the sums' scale. */
  int[] bias(float[] bias, float inputScale) {
    float[] steps = sumScales(inputScale);
    int[] rounded = new int[bias.length];
    for (int channel = 0; channel < bias.length; channel++) {
      rounded[channel] = Math.toIntExact(Math.round((double) bias[channel] / steps[channel]));
    }
    return rounded;
  }
}
