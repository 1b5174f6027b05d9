/**
 * Rounds ONNX graphs to eight bits: calibration finds the range of every activation, and each
 * convolution and matrix product is put between QuantizeLinear and DequantizeLinear (QDQ).
 */
package io.sketchwatch.modelexport.quantisation;
