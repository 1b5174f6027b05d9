/** Writes ONNX graphs: a builder, and DALNet's encoders. */
package io.sketchwatch.modelexport.onnx;
