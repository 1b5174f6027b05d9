package io.sketchwatch.jobs.topic;

import java.io.IOException;

/** The broker's topics are not as the table asks, or can't be seen; the message is one line. */
public final class TopicSetupException extends IOException {

  private static final long serialVersionUID = 1;

  public TopicSetupException(String message) {
    super(message);
  }

  public TopicSetupException(String message, Throwable cause) {
    super(message, cause);
  }
}
