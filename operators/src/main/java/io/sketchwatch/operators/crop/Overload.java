package io.sketchwatch.operators.crop;

import java.io.Serializable;
import java.time.Duration;

/**
 * What gives way when more frames come than can be searched for people: time, or frames.
 *
 * @param mode which
 * @param freshness how old a frame may be when it is searched, at least 1 ms; frames are shed to
 *     keep to it in mode {@link Mode#FRESHNESS} alone
 */
public record Overload(Mode mode, Duration freshness) implements Serializable {

  /** Holds back the cameras' topic. */
  public static final Overload COMPLETE = new Overload(Mode.COMPLETENESS, Duration.ofSeconds(10));

  private static final long serialVersionUID = 1;

  /** What the job holds to. */
  public enum Mode {
    /** Every frame is searched, however late. */
    COMPLETENESS,
    /** Frames are searched while they are fresh, and others are left out, evenly by camera. */
    FRESHNESS
  }

  public Overload {
    if (freshness.toMillis() < 1) {
      throw new IllegalArgumentException(
          "The freshness of frames must be at least 1 ms, but was %s".formatted(freshness));
    }
  }
}
