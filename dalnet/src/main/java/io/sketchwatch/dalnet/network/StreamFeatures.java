package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;

/**
 * What the network makes of one stream's part of a joint batch of N pictures.
 *
 * @param privateMaps the layer2 maps, {@code [N, 8 * width, H / 8, W / 8]}
 * @param sharedMaps the layer4 maps, {@code [N, 32 * width, H / 16, W / 16]}
 * @param embeddings after the neck, not normalised, {@code [N, 32 * width]}
 * @param logits of the classifier, {@code [N, identities]}
 */
public record StreamFeatures(
    NDArray privateMaps, NDArray sharedMaps, NDArray embeddings, NDArray logits) {}
