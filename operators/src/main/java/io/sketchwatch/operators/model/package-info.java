/**
 * The models in service, from an announcement to what comes of it: {@link
 * io.sketchwatch.operators.model.VerifyModelsOperator} decides which they are and tells every
 * stage; {@link io.sketchwatch.operators.model.AssignShotsFunction} and {@link
 * io.sketchwatch.operators.model.AssignQueriesFunction} say which of them embeds a shot or a query;
 * {@link io.sketchwatch.operators.model.ModelLeases} has them loaded where they embed; {@link
 * io.sketchwatch.operators.model.CompareCandidatesFunction} tells how a candidate would have
 * alerted.
 */
package io.sketchwatch.operators.model;
