/**
 * Measures how well an encoder finds people by their sketches, and shows why: where a network looks
 * and what it takes to be alike.
 */
package io.sketchwatch.dalnet.evaluation;
