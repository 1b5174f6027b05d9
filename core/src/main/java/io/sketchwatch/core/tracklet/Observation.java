package io.sketchwatch.core.tracklet;

import io.sketchwatch.core.image.Box;

/**
 * A person at a place in one frame, as the truth has it or as a tracker says.
 *
 * @param frame number of the frame; the same on both sides
 * @param identity the person, or the tracklet; at most once a frame
 * @param box where
 */
public record Observation(int frame, String identity, Box box) {}
