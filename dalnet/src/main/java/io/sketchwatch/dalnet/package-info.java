/**
 * DALNet, the network that embeds sketches and photos of people alike, from data set to checkpoint:
 * {@code data} draws batches, {@code network} embeds them, {@code loss} judges the embeddings,
 * {@code training} moves the weights, {@code evaluation} measures the result.
 */
package io.sketchwatch.dalnet;
