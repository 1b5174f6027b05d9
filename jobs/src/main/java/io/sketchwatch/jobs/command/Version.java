package io.sketchwatch.jobs.command;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: this release, and the platform it runs on. */
final class Version implements IVersionProvider {

  static final String RELEASE = "0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {
      "sketchwatch " + RELEASE,
      "Flink "
          + org.apache.flink.runtime.util.EnvironmentInformation.getVersion()
          + ", Kafka "
          + org.apache.kafka.common.utils.AppInfoParser.getVersion()
          + ", Java "
          + Runtime.version()
    };
  }
}
