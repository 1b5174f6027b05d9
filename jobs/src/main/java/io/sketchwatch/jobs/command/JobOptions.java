package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.live.LiveMatchingOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the models of a job run, and {@code -D}. */
final class JobOptions {

  @Mixin private DeviceOption device;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "An option of the live job or of Flink; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /** A subtask a processor, and what the user asked for. */
  Configuration of(Verb verb) {
    Configuration options = new Configuration();
    options.set(CoreOptions.DEFAULT_PARALLELISM, Runtime.getRuntime().availableProcessors());
    options.addAll(Configuration.fromMap(settings));
    if (verb.isGiven("--device")) {
      options.set(LiveMatchingOptions.DEVICE, device.kind());
    }
    return options;
  }
}
