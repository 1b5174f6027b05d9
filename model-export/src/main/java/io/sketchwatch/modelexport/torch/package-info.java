/**
 * Runs the ONNX encoders of packages on PyTorch: a graph's operators become statements of
 * TorchScript, its constants weights beside them. Nothing of a package is run as code: names in it
 * are looked up, never written into a script.
 */
package io.sketchwatch.modelexport.torch;
