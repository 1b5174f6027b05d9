package io.sketchwatch.operators.audit;

/**
 * What the audit knows of a query.
 *
 * @param reference the case that it belongs to
 * @param withdrawn whether it was taken back; what it has found may still be judged
 * @param searched the last search of the past that was recorded: version and models; null for none
 */
public record QueryCase(String reference, boolean withdrawn, String searched) {

  QueryCase afterSearch(String search) {
    return new QueryCase(reference, withdrawn, search);
  }
}
