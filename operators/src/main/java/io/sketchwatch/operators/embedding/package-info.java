/** Embeddings: from a crop to a sighting, and the encoder that crops and sketches share. */
package io.sketchwatch.operators.embedding;
