package io.sketchwatch.jobs.live;

import io.sketchwatch.operators.crop.DetectorFactory;
import io.sketchwatch.operators.embedding.CropStoreFactory;
import io.sketchwatch.operators.embedding.EncoderFactory;
import io.sketchwatch.operators.model.ServedModel;

/**
 * What the graph needs besides its streams: opened on the TaskManagers, not where the job is
 * submitted.
 *
 * @param detector finds people
 * @param encoder embeds crops and sketches, until another model is announced
 * @param start that encoder's model
 * @param crops keeps the pictures of sightings, unless {@link RetentionMode#ZERO} says otherwise
 */
public record LiveModels(
    DetectorFactory detector, EncoderFactory encoder, ServedModel start, CropStoreFactory crops) {}
