package io.sketchwatch.jobs.reembed;

import io.sketchwatch.operators.embedding.ReembeddingOutcome;
import java.util.Map;

/**
 * What one run of a re-embedding has done; all are counts of sightings.
 *
 * @param modelId the model
 * @param reembedded written under it
 * @param ofTheModel skipped: the model has embedded them already
 * @param withoutCrop skipped: no crop was kept
 * @param cropGone skipped: the crop is not held any more
 * @param cropUnreadable skipped: the crop is no picture; these are dead letters
 */
public record ReembeddingReport(
    String modelId,
    long reembedded,
    long ofTheModel,
    long withoutCrop,
    long cropGone,
    long cropUnreadable) {

  static ReembeddingReport of(String modelId, Map<ReembeddingOutcome, Long> counts) {
    return new ReembeddingReport(
        modelId,
        counts.getOrDefault(ReembeddingOutcome.REEMBEDDED, 0L),
        counts.getOrDefault(ReembeddingOutcome.OF_THE_MODEL, 0L),
        counts.getOrDefault(ReembeddingOutcome.WITHOUT_CROP, 0L),
        counts.getOrDefault(ReembeddingOutcome.CROP_GONE, 0L),
        counts.getOrDefault(ReembeddingOutcome.CROP_UNREADABLE, 0L));
  }
}
