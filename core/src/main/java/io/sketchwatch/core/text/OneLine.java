package io.sketchwatch.core.text;

/**
 * A reason for people to read, whatever it quotes of what came from outside.
 *
 * <p>Reasons go into records and their headers, which a broker refuses when they are too large.
 */
public final class OneLine {

  /** Most characters that are kept. */
  public static final int MAX_LENGTH = 500;

  private static final String CUT = " …";

  private OneLine() {}

  /** Line breaks and other control characters become spaces; what is too long is cut. */
  public static String of(String text) {
    boolean isLong = text.length() > MAX_LENGTH;
    String kept = isLong ? text.substring(0, MAX_LENGTH) + CUT : text;
    return kept.replaceAll("\\p{Cntrl}", " ");
  }
}
