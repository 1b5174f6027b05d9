package io.sketchwatch.core.audit;

/**
 * A sign that an audit was meddled with.
 *
 * @param reference the case
 * @param chain which of its chains; null if that can't be told
 * @param seq place of the record; null if that can't be told
 * @param problem what is wrong with it
 */
public record AuditFinding(String reference, String chain, Long seq, String problem) {

  /** One line. */
  public String message() {
    return "Case '%s'%s%s %s"
        .formatted(
            reference,
            chain == null ? "" : ", chain " + chain,
            seq == null ? "" : ", record " + seq,
            problem);
  }
}
