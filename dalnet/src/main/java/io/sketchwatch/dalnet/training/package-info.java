/**
 * Trains the network: recipe, optimiser, the loop over batches, and checkpoints from which a run
 * goes on exactly as if it had never stopped.
 */
package io.sketchwatch.dalnet.training;
