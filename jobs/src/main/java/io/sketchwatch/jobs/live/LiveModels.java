package io.sketchwatch.jobs.live;

import io.sketchwatch.operators.crop.DetectorFactory;
import io.sketchwatch.operators.embedding.CropStoreFactory;
import io.sketchwatch.operators.embedding.EncoderFactory;
import java.util.TreeMap;

/**
 * What the graph needs besides its streams: opened on the TaskManagers, not where the job is
 * submitted.
 *
 * @param detector finds people
 * @param encoder embeds crops and sketches
 * @param backgroundQuantiles of the encoder, from its manifest: probability as text to score
 * @param crops keeps the pictures of sightings
 */
public record LiveModels(
    DetectorFactory detector,
    EncoderFactory encoder,
    TreeMap<String, Double> backgroundQuantiles,
    CropStoreFactory crops) {}
