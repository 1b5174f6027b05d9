package io.sketchwatch.operators.crop;

import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;

/**
 * A person found in a frame, with the pixels.
 *
 * @param box in pixels of the decoded frame, inside it
 * @param confidence 0 to 1
 * @param crop the pixels of the box
 */
public record PersonCrop(Box box, double confidence, Image crop) {}
