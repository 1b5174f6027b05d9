package io.sketchwatch.core.image;

import java.io.IOException;

/** The bytes are not a picture that this system decodes; the message says why, in one line. */
public final class BadImageException extends IOException {

  private static final long serialVersionUID = 1;

  public BadImageException(String message) {
    super(message);
  }

  public BadImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
