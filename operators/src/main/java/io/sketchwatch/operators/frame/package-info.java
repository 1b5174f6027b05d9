/** Frames: event time from the camera's clock, as far as it is believed. */
package io.sketchwatch.operators.frame;
