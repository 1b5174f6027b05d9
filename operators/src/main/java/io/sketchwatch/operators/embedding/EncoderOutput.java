package io.sketchwatch.operators.embedding;

import io.sketchwatch.core.embedding.Embedding;

/**
 * An embedding and the model that it may be compared under.
 *
 * @param modelId which model made it
 * @param embedding L2-normalised
 */
public record EncoderOutput(String modelId, Embedding embedding) {}
