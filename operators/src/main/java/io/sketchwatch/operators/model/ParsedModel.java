package io.sketchwatch.operators.model;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.model.ModelAnnouncement;
import java.time.Instant;

/**
 * What a source made of one record of topic {@code models}: an announcement, a refused record (dead
 * letter set), or, with both null, a tombstone that forgets the model.
 *
 * @param modelId the record's key; empty if it had none
 * @param announcement what is wanted of the model, or null
 * @param announcedAt the record's own time, wall clock
 * @param deadLetter why there is no announcement, or null
 */
public record ParsedModel(
    String modelId, ModelAnnouncement announcement, Instant announcedAt, DeadLetter deadLetter) {}
