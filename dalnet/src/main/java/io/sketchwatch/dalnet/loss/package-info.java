/**
 * What the network is trained to make small. Every loss is a scalar array; run them inside an
 * {@link ai.djl.ndarray.NDScope}, which closes their intermediates.
 */
package io.sketchwatch.dalnet.loss;
