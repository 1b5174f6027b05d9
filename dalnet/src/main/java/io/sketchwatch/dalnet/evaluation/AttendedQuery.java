package io.sketchwatch.dalnet.evaluation;

import java.util.List;

/**
 * What a sketch found, and where the network looked.
 *
 * @param query the sketch and the photos most alike
 * @param sketch by its score against the first photo
 * @param photos of each photo, in their order, by its score against the sketch
 */
public record AttendedQuery(RankedQuery query, AttentionMap sketch, List<AttentionMap> photos) {}
