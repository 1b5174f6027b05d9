/**
 * Models shared by the subtasks of a TaskManager: {@link
 * io.sketchwatch.operators.inference.SharedInference} counts who uses one, {@link
 * io.sketchwatch.operators.inference.InferenceService} forms batches across them.
 */
package io.sketchwatch.operators.inference;
