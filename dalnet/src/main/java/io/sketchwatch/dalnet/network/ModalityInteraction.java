package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Map;

/**
 * Modality interactive attention: embeds photos and sketches once more, each in the light of the
 * auxiliary maps. It only serves training.
 *
 * <pre>
 * F'_m = align(F_m, P_m)            for m = photo, sketch      (BilinearAlignment)
 * F'_a = align(F_a, P_sketch)
 * q_m  = neck(mean over positions of F'_m)                     bilinear alignment alone, or
 * q_m  = neck(mean over tokens of CrossAttention(F'_m, F'_a))
 * </pre>
 *
 * @param alignments of photo and sketch
 * @param attentions of photo and sketch; empty for bilinear alignment alone
 * @param neck batch normalisation over photos and sketches together
 */
record ModalityInteraction(
    Map<Stream, BilinearAlignment> alignments,
    Map<Stream, CrossAttention> attentions,
    BatchNormalisation neck) {

  private static final int[] TOKENS = {1};

  /**
   * The interacted embeddings {@code [2N, C]}, photos first.
   *
   * @param maps each stream's shared maps, {@code [N, C, H, W]}
   */
  NDArray apply(Map<Stream, NDArray> maps, boolean training) {
    NDArray photos = maps.get(Stream.PHOTO);
    NDArray auxiliary = maps.get(Stream.AUXILIARY);
    NDArray sketches = maps.get(Stream.SKETCH);
    NDArray ofPhotos = alignments.get(Stream.PHOTO).probability(photos, auxiliary);
    NDArray ofSketches = alignments.get(Stream.SKETCH).probability(sketches, auxiliary);
    NDArray alignedAuxiliary = BilinearAlignment.align(auxiliary, ofSketches);
    NDArray pooled =
        NDArrays.concat(
            new NDList(
                pool(Stream.PHOTO, BilinearAlignment.align(photos, ofPhotos), alignedAuxiliary),
                pool(
                    Stream.SKETCH,
                    BilinearAlignment.align(sketches, ofSketches),
                    alignedAuxiliary)));
    return neck.apply(pooled, training);
  }

  private NDArray pool(Stream stream, NDArray aligned, NDArray auxiliary) {
    CrossAttention attention = attentions.get(stream);
    NDArray tokens = attention == null ? Tokens.of(aligned) : attention.apply(aligned, auxiliary);
    return Precision.float32(tokens).mean(TOKENS);
  }
}
