package io.sketchwatch.core.tracklet;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.image.Box;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Which detection of a frame belongs to which track, found in stages; what is matched stays so. */
final class Association {

  private final List<Track> tracks;
  private final List<Detection> detections;
  private final double buffer;
  private final int[] detectionOf;
  private final int[] trackOf;

  Association(List<Track> tracks, List<Detection> detections, double buffer) {
    this.tracks = tracks;
    this.detections = detections;
    this.buffer = buffer;
    this.detectionOf = new int[tracks.size()];
    this.trackOf = new int[detections.size()];
    Arrays.fill(detectionOf, -1);
    Arrays.fill(trackOf, -1);
  }

  /** The track of a detection, or -1. */
  int trackOf(int detection) {
    return trackOf[detection];
  }

  /** Matches what is still free, so that the sum of overlaps is greatest. */
  void match(Predicate<Track> ofTracks, Predicate<Detection> ofDetections, double leastOverlap) {
    int[] rows = free(detectionOf, i -> ofTracks.test(tracks.get(i)));
    int[] columns = free(trackOf, i -> ofDetections.test(detections.get(i)));
    double[][] cost = new double[rows.length][columns.length];
    for (int i = 0; i < rows.length; i++) {
      Box predicted = tracks.get(rows[i]).motion().box();
      for (int j = 0; j < columns.length; j++) {
        cost[i][j] = 1 - overlap(predicted, detections.get(columns[j]).box());
      }
    }
    int[] columnOf = Assignment.minimise(cost, Math.nextUp(1 - leastOverlap));
    for (int i = 0; i < rows.length; i++) {
      if (columnOf[i] >= 0) {
        detectionOf[rows[i]] = columns[columnOf[i]];
        trackOf[columns[columnOf[i]]] = rows[i];
      }
    }
  }

  private static int[] free(int[] partnerOf, Predicate<Integer> wanted) {
    return IntStream.range(0, partnerOf.length)
        .filter(i -> partnerOf[i] < 0 && wanted.test(i))
        .toArray();
  }

  /**
   * Intersection over union of the grown boxes (Yang et al., "Hard to Track Objects with Irregular
   * Motions and Similar Appearances? Make It Easier by Buffering the Matching Space", WACV 2023).
   */
  private double overlap(Box a, Box b) {
    return grow(a).iou(grow(b));
  }

  private Box grow(Box box) {
    int across = (int) Math.round(box.width() * buffer);
    int down = (int) Math.round(box.height() * buffer);
    return new Box(
        box.x() - across, box.y() - down, box.width() + 2 * across, box.height() + 2 * down);
  }
}
