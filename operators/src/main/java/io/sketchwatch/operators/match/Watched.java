package io.sketchwatch.operators.match;

import io.sketchwatch.operators.query.WatchlistEntry;

/**
 * An entry as it is packed.
 *
 * @param entry what is watched for
 * @param background what is seen of its background; null if its threshold is named
 */
record Watched(WatchlistEntry entry, SubtaskBackground background) {

  /** Least score that is let through. */
  double least() {
    return background == null ? entry.threshold() : background.floor();
  }
}
