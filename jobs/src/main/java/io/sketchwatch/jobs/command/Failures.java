package io.sketchwatch.jobs.command;

import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** How the command fails: one line on standard error and an exit code. */
final class Failures {

  static final int FAILED = 1;
  static final int MISUSED = 2;

  private Failures() {}

  /** The user's mistake: what is wrong, and where to read how it is right. */
  static int misused(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().printf("%s (see %s --help)%n", oneLine(exception.getMessage()), name);
    return MISUSED;
  }

  /** Work that could not be done; the stack trace follows where it was asked for. */
  static int failed(Exception exception, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println(oneLine(KafkaHint.added(message(exception), exception)));
    if (Boolean.getBoolean("sketchwatch.debug")) {
      exception.printStackTrace(err);
    }
    err.flush();
    return FAILED;
  }

  private static String message(Throwable exception) {
    Throwable cause = exception;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof NoSuchFileException) {
      return "File '%s' does not exist".formatted(cause.getMessage());
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
