package io.sketchwatch.jobs.reembed;

import io.sketchwatch.operators.embedding.EncoderFactory;

/**
 * The model that past sightings are embedded with.
 *
 * @param modelId names it
 * @param encoder opens it
 */
public record ReembeddingModel(String modelId, EncoderFactory encoder) {}
