/** Measures how well an encoder finds people by their sketches. */
package io.sketchwatch.dalnet.evaluation;
