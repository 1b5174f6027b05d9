package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.core.image.Box;

/**
 * The truth about a person in a frame.
 *
 * @param personId the same in all cameras
 * @param box around all of the person's pixels inside the frame, hidden ones too
 * @param visibleFraction part of the person's pixels that is in the frame and hidden by nothing, 0
 *     to 1
 */
public record VisiblePerson(int personId, Box box, double visibleFraction) {}
