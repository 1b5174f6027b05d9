/** Crops: from a frame to the people in it. */
package io.sketchwatch.operators.crop;
