/**
 * What analysts say of alerts, and what comes of it: {@link
 * io.sketchwatch.operators.verdict.TrackVerdictsFunction} decides which verdict is in force, {@link
 * io.sketchwatch.operators.verdict.ApplyVerdictsFunction} hides the matches of those who were
 * rejected and makes exemplars of the photos that were confirmed, {@link
 * io.sketchwatch.operators.verdict.AddExemplarsFunction} puts those on the watchlist. Verdicts hide
 * or add, they never delete, and can be revoked.
 */
package io.sketchwatch.operators.verdict;
