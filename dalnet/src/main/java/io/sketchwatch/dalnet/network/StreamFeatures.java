package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;

/**
 * What the network makes of one stream's part of a joint batch of N pictures. The last three are
 * null where the network has no such part.
 *
 * @param privateMaps the layer2 maps, {@code [N, 8 * width, H / 8, W / 8]}
 * @param sharedMaps the layer4 maps, {@code [N, 32 * width, H / 16, W / 16]}
 * @param embeddings after the neck, not normalised, {@code [N, 32 * width]}
 * @param logits of the classifier, {@code [N, identities]}
 * @param style pooled private maps, {@code [N, 8 * width]}
 * @param interacted embeddings after {@link ModalityInteraction}, {@code [N, 32 * width]}; of
 *     photos and sketches only
 * @param interactedLogits of the classifier for {@code interacted}
 */
public record StreamFeatures(
    NDArray privateMaps,
    NDArray sharedMaps,
    NDArray embeddings,
    NDArray logits,
    NDArray style,
    NDArray interacted,
    NDArray interactedLogits) {}
