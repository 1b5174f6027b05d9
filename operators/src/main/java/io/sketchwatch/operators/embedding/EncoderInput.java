package io.sketchwatch.operators.embedding;

import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;

/**
 * A picture to embed.
 *
 * @param modality which stream of the network
 * @param image of any size
 */
public record EncoderInput(Modality modality, Image image) {}
