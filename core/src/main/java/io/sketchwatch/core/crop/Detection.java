package io.sketchwatch.core.crop;

import io.sketchwatch.core.image.Box;

/**
 * A person found in a frame.
 *
 * @param box in pixels of the decoded frame, inside it
 * @param confidence 0 to 1
 */
public record Detection(Box box, double confidence) {}
