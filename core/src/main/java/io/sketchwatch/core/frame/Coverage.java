package io.sketchwatch.core.frame;

import java.time.Instant;

/**
 * What became of a camera's frames in one stretch of capture time, so that nobody reads "not seen"
 * into time that was not processed.
 *
 * @param cameraId the camera
 * @param from first capture time, inclusive
 * @param to last capture time, inclusive
 * @param received frames that reached the job; the sum of the next three
 * @param processed frames that were searched for people
 * @param shed frames left out to keep up, or that could not be used
 * @param late frames at or before one already tracked
 * @param reason why frames were left out, null if none was
 */
public record Coverage(
    String cameraId,
    Instant from,
    Instant to,
    long received,
    long processed,
    long shed,
    long late,
    String reason) {}
