package io.sketchwatch.operators.embedding;

/** What becomes of a sighting that is to be embedded anew; a job counts each by its name. */
public enum ReembeddingOutcome {
  REEMBEDDED,
  /** The model has embedded it already. */
  OF_THE_MODEL,
  /** No crop was kept of it. */
  WITHOUT_CROP,
  /** Its crop is not held any more: its time is over, or it was erased. */
  CROP_GONE,
  /** Its crop is no picture, which is a dead letter. */
  CROP_UNREADABLE
}
