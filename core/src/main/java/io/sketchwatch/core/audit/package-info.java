/**
 * Who asked what, what was searched and what came out, as records that can't be removed or changed
 * unseen: each names the hash of the one before it. {@link io.sketchwatch.core.audit.AuditHead}
 * makes the next record of a chain, {@link io.sketchwatch.core.audit.AuditAnchor} is a copy of a
 * chain's head that is kept apart, {@link io.sketchwatch.core.audit.ChainVerifier} compares both.
 */
package io.sketchwatch.core.audit;
