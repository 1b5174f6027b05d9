package io.sketchwatch.jobs.command;

/** Where the libraries' log lines go; decided before the first logger is made. */
final class Logging {

  private Logging() {}

  /** Errors only, to standard error; settings that the user gave the JVM win. */
  static void toStandardError() {
    if (System.getProperty("log4j2.configurationFile") == null) {
      System.setProperty(
          "log4j2.configurationFile", "classpath:io/sketchwatch/jobs/command/log4j2.properties");
    }
  }
}
