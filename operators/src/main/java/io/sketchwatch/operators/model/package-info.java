/**
 * The models in service: {@link io.sketchwatch.operators.model.VerifyModelsOperator} decides which
 * they are, {@link io.sketchwatch.operators.model.ServedModels} which of them is in force when.
 */
package io.sketchwatch.operators.model;
