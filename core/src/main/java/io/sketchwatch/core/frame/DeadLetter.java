package io.sketchwatch.core.frame;

import io.sketchwatch.core.text.OneLine;
import java.util.Arrays;
import java.util.Objects;

/**
 * A record that could not be used, kept whole with the reason.
 *
 * <p>Equal by content.
 *
 * @param origin where it was read
 * @param key the record's key as it came; null if it had none
 * @param value the record's value as it came; null for a tombstone
 * @param stage the stage that refused it, one of the stage words
 * @param error subject, rule, actual value; made {@link OneLine one line}
 */
public record DeadLetter(
    RecordOrigin origin, byte[] key, byte[] value, String stage, String error) {

  public DeadLetter {
    error = OneLine.of(error);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeadLetter that
        && origin.equals(that.origin)
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value)
        && stage.equals(that.stage)
        && error.equals(that.error);
  }

  @Override
  public int hashCode() {
    return Objects.hash(origin, stage, error);
  }
}
