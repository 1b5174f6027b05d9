package io.sketchwatch.jobs.codec;

import io.sketchwatch.core.text.OneLine;
import java.io.IOException;

/** Bytes that break their contract; the message is one line: subject, rule, actual value. */
public final class BadRecordException extends IOException {

  private static final long serialVersionUID = 1;

  /** What the bytes have brought into the message is made {@link OneLine one line}. */
  public BadRecordException(String message) {
    super(OneLine.of(message));
  }
}
