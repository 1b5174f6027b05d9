package io.sketchwatch.jobs.video;

import io.sketchwatch.core.image.Image;
import java.time.Duration;

/**
 * A decoded frame and its place in its video.
 *
 * @param index from 0, without gaps
 * @param position since the first frame of the video; never falls
 * @param image the pixels
 */
public record VideoFrame(long index, Duration position, Image image) {}
