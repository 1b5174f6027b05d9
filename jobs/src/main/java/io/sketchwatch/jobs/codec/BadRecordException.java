package io.sketchwatch.jobs.codec;

import java.io.IOException;

/** Bytes that break their contract; the message is one line: subject, rule, actual value. */
public final class BadRecordException extends IOException {

  private static final long serialVersionUID = 1;
  private static final int MAX_LENGTH = 500;

  /** Line breaks and other control characters, which the bytes may have brought, become spaces. */
  public BadRecordException(String message) {
    super(oneLine(message));
  }

  private static String oneLine(String message) {
    String line = message.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + " …";
  }
}
