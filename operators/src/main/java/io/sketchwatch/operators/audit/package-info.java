/**
 * The audit, from what happens to a query to a hash chain a case: {@link
 * io.sketchwatch.operators.audit.AssignCasesFunction} finds the case, {@link
 * io.sketchwatch.operators.audit.ChainAuditFunction} makes the chain and its anchors.
 */
package io.sketchwatch.operators.audit;
