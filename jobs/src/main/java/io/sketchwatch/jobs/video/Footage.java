package io.sketchwatch.jobs.video;

import io.sketchwatch.core.image.Image;
import java.util.List;

/**
 * What a demonstration watches.
 *
 * @param feeds its cameras, at least one
 * @param name for people, such as {@code vtest.avi}
 * @param source where it came from
 * @param licence its terms, {@code unknown} for a user's own files
 * @param reason why this footage and no other; one line
 * @param sketch of somebody in it; null where there is none
 */
public record Footage(
    List<CameraFeed> feeds,
    String name,
    String source,
    String licence,
    String reason,
    Image sketch) {}
