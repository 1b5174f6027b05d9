package io.sketchwatch.deploy;

import io.sketchwatch.jobs.live.LiveMatchingOptions;
import io.sketchwatch.jobs.topic.TopicOptions;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalResourceOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** What is wrong with settings of the jobs and of Flink. */
final class FlinkOptions {

  private static final List<Class<?>> HOLDERS =
      List.of(
          CheckpointingOptions.class,
          CoreOptions.class,
          ExternalResourceOptions.class,
          HighAvailabilityOptions.class,
          JobManagerOptions.class,
          RestartStrategyOptions.class,
          StateBackendOptions.class,
          TaskManagerOptions.class,
          LiveMatchingOptions.class,
          TopicOptions.class);

  /** Of the operator, and of what an option of Flink names: they have no constant of Flink's. */
  private static final List<String> NAMED_ELSEWHERE =
      List.of("kubernetes.operator.", "metrics.reporter.prom.", "external-resource.gpu.");

  private static final Map<String, ConfigOption<?>> KNOWN = known();

  private FlinkOptions() {}

  /** Keys that are no option, and values that an option does not take. */
  static List<String> faults(Map<String, String> settings) {
    List<String> faults = new ArrayList<>();
    Configuration configuration = Configuration.fromMap(settings);
    settings.forEach(
        (key, value) -> {
          ConfigOption<?> option = KNOWN.get(key);
          if (option != null) {
            read(configuration, option, faults);
          } else if (NAMED_ELSEWHERE.stream().noneMatch(key::startsWith)) {
            faults.add("'%s' is no option".formatted(key));
          }
        });
    return faults;
  }

  private static void read(
      Configuration configuration, ConfigOption<?> option, List<String> faults) {
    try {
      configuration.get(option);
    } catch (IllegalArgumentException e) {
      faults.add("'%s': %s".formatted(option.key(), e.getMessage()));
    }
  }

  private static Map<String, ConfigOption<?>> known() {
    Map<String, ConfigOption<?>> known = new TreeMap<>();
    HOLDERS.stream()
        .flatMap(holder -> Stream.of(holder.getFields()))
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .filter(field -> field.getType() == ConfigOption.class)
        .map(FlinkOptions::value)
        .forEach(option -> known.put(option.key(), option));
    return known;
  }

  private static ConfigOption<?> value(Field field) {
    try {
      return (ConfigOption<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
