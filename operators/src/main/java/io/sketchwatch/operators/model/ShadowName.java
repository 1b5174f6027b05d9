package io.sketchwatch.operators.model;

/**
 * The name that a candidate's embeddings go by: another than the model's own, so that no stage
 * after the encoders can take one for the other, and none but those that speak of candidates has to
 * know of them. Begins with a character that no announced id has.
 */
public final class ShadowName {

  private static final String MARK = "\u0001";

  private ShadowName() {}

  static String of(String modelId) {
    return MARK + modelId;
  }

  /** Whether an embedding, search or match that goes by this name is a candidate's. */
  public static boolean is(String name) {
    return name.startsWith(MARK);
  }

  /** The candidate that goes by a name. */
  static String modelId(String name) {
    return name.substring(MARK.length());
  }
}
