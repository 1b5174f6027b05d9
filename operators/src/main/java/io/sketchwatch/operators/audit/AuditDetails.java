package io.sketchwatch.operators.audit;

import io.sketchwatch.core.audit.AuditEvent;
import java.util.Map;
import java.util.TreeMap;

/** Collects the details of an event; what is null is left out. */
final class AuditDetails {

  private final Map<String, String> details = new TreeMap<>();

  /** Numbers as Java writes them, times and durations as ISO-8601 does. */
  AuditDetails put(String name, Object value) {
    if (value != null) {
      details.put(name, value.toString());
    }
    return this;
  }

  /** One after the other, with commas. */
  AuditDetails put(String name, Iterable<String> values) {
    return put(name, values == null ? null : (Object) String.join(",", values));
  }

  AuditEvent of(String queryId, AuditEvent.Kind kind) {
    return new AuditEvent(queryId, kind, details);
  }
}
