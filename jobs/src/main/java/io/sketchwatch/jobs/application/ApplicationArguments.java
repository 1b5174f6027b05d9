package io.sketchwatch.jobs.application;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.flink.util.ParameterTool;

/** The {@code --name value} arguments of an application's main class. */
final class ApplicationArguments {

  private final ParameterTool given;

  private ApplicationArguments(ParameterTool given) {
    this.given = given;
  }

  /**
   * Reads and checks.
   *
   * @param known names that may be given
   * @param required names that must be given
   * @throws IllegalArgumentException if one is unknown, missing or has no value
   */
  static ApplicationArguments of(Collection<String> known, List<String> required, String... args) {
    ParameterTool given = ParameterTool.fromArgs(args);
    for (String name : given.toMap().keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "Argument '--%s' must be one of %s".formatted(name, known));
      }
    }
    for (String name : required) {
      given.getRequired(name);
    }
    return new ApplicationArguments(given);
  }

  /** The value; null where it is not given. */
  String text(String name) {
    return given.get(name);
  }

  /** The value; null where it is not given. */
  Path path(String name) {
    String value = text(name);
    return value == null ? null : Path.of(value);
  }

  /**
   * The value, in either case, or another where it is not given.
   *
   * @throws IllegalArgumentException if there is no such choice
   */
  <E extends Enum<E>> E choice(String name, E otherwise) {
    String value = text(name);
    return value == null
        ? otherwise
        : Enum.valueOf(otherwise.getDeclaringClass(), value.toUpperCase(Locale.ROOT));
  }

  /** The value, or another where it is not given. */
  int number(String name, int otherwise) {
    return given.getInt(name, otherwise);
  }
}
