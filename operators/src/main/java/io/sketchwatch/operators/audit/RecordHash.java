package io.sketchwatch.operators.audit;

import io.sketchwatch.core.audit.AuditRecord;
import java.io.Serializable;

/** Hashes a record in the form in which it is published, so that others can check the hash. */
@FunctionalInterface
public interface RecordHash extends Serializable {

  /** SHA-256 in lower-case hex; the same for equal records. */
  String of(AuditRecord record);
}
