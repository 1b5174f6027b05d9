/**
 * Converts TensorFlow.js graph models to ONNX, for detectors that registries carry in that form.
 */
package io.sketchwatch.modelexport.tfjs;
