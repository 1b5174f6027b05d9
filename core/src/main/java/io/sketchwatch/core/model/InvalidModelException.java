package io.sketchwatch.core.model;

import java.io.IOException;

/** A model package that is refused; the message says which rule it breaks, in one line. */
public final class InvalidModelException extends IOException {

  private static final long serialVersionUID = 1;

  public InvalidModelException(String message) {
    super(message);
  }

  public InvalidModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
