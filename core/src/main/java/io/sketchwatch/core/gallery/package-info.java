/**
 * Packed blocks of embeddings and their scan: int8 codes first, whose stored error bound leaves a
 * few rows, then those in float32, so that what is found is exactly what float32 alone would find.
 */
package io.sketchwatch.core.gallery;
