/** Verifies what topics {@code audit} and {@code audit-anchors} hold. */
package io.sketchwatch.jobs.audit;
