package io.sketchwatch.dalnet.network;

/** How far photo and sketch maps interact with the auxiliary maps while training. */
public enum Interaction {
  /** Not at all: there are no interacted embeddings. */
  NONE,
  /** {@link BilinearAlignment}, pooled by the mean over positions. */
  BILINEAR_ALIGNMENT,
  /** {@link BilinearAlignment}, then {@link CrossAttention}. */
  CROSS_ATTENTION
}
