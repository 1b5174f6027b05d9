/**
 * Imports weights that others trained: reads files of PyTorch, safetensors and NumPy as data, never
 * as code, and makes checkpoints of them.
 */
package io.sketchwatch.modelexport.weights;
