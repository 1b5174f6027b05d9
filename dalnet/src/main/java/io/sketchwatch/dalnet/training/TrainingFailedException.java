package io.sketchwatch.dalnet.training;

/** A run that came to numbers that are not finite; the message names the batch's files. */
public final class TrainingFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TrainingFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
