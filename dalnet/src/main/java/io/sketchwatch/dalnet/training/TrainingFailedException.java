package io.sketchwatch.dalnet.training;

/**
 * A run that can't go on: numbers that are not finite, and the message names the batch's files; or
 * too little memory, and it says what to lower.
 */
public final class TrainingFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TrainingFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
