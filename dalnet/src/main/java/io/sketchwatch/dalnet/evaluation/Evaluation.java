package io.sketchwatch.dalnet.evaluation;

import io.sketchwatch.core.ranking.RetrievalMetrics;
import java.util.NavigableMap;

/**
 * What an encoder is worth on a data set.
 *
 * @param modelId the encoder
 * @param queries sketches
 * @param gallery photos
 * @param metrics of ranking the photos for each sketch
 * @param multiQuery of ranking them for each person instead, by all sketches of the person
 *     together: the normalised mean of their L2-normalised embeddings
 * @param backgroundQuantiles score quantiles of sketches against photos of other people:
 *     probability as text, such as {@code "0.999"}, to score
 */
public record Evaluation(
    String modelId,
    int queries,
    int gallery,
    RetrievalMetrics metrics,
    RetrievalMetrics multiQuery,
    NavigableMap<String, Double> backgroundQuantiles) {}
