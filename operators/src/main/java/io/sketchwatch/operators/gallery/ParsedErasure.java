package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.frame.DeadLetter;

/**
 * What a source made of one record of the topic of orders: an order, a refused record (dead letter
 * set), or, with both null, a tombstone, which takes nothing back.
 *
 * @param erasure the order, or null
 * @param deadLetter why there is none, or null
 */
public record ParsedErasure(Erasure erasure, DeadLetter deadLetter) {}
