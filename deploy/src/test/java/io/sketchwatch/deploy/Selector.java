package io.sketchwatch.deploy;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A choice of series in PromQL.
 *
 * @param metric its name
 * @param labels patterns of the labels' values; none of those that are compared by {@code !=}
 */
record Selector(String metric, Map<String, Pattern> labels) {

  private static final Pattern SELECTOR =
      Pattern.compile("(flink_\\w+)(?:\\{((?:[^}\"]|\"[^\"]*\")*)})?");
  private static final Pattern LABEL =
      Pattern.compile("(\\w+)\\s*(=~?)\\s*\\\\?\"([^\"\\\\]*)\\\\?\"");
  private static final Pattern SAMPLE = Pattern.compile("^(\\w+)\\{(.*)} \\S+$", Pattern.MULTILINE);

  /** Those of Flink's metrics in a text, be it YAML or JSON. */
  static Set<Selector> in(String text) {
    Set<Selector> selectors = new LinkedHashSet<>();
    SELECTOR
        .matcher(text.replace("\\\"", "\""))
        .results()
        .forEach(found -> selectors.add(of(found)));
    return selectors;
  }

  private static Selector of(MatchResult found) {
    Map<String, Pattern> labels = new HashMap<>();
    if (found.group(2) != null) {
      LABEL
          .matcher(found.group(2))
          .results()
          .filter(label -> !label.group(3).startsWith("$"))
          .forEach(label -> labels.put(label.group(1), pattern(label.group(2), label.group(3))));
    }
    return new Selector(found.group(1), labels);
  }

  private static Pattern pattern(String operator, String value) {
    return Pattern.compile(operator.equals("=") ? Pattern.quote(value) : value);
  }

  /** Whether a page of metrics in Prometheus' text format has such a series. */
  boolean isIn(String page) {
    return SAMPLE.matcher(page).results().anyMatch(this::matches);
  }

  private boolean matches(MatchResult sample) {
    if (!sample.group(1).equals(metric)) {
      return false;
    }
    Map<String, String> values = new HashMap<>();
    LABEL
        .matcher(sample.group(2))
        .results()
        .forEach(label -> values.put(label.group(1), label.group(3)));
    return labels.entrySet().stream()
        .allMatch(
            label -> label.getValue().matcher(values.getOrDefault(label.getKey(), "")).matches());
  }

  /** Patterns have no equality of their own. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Selector selector && toString().equals(selector.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
