package io.sketchwatch.core.embedding;

/** What a picture is; each modality has its own stream in the network. */
public enum Modality {
  PHOTO,
  SKETCH
}
