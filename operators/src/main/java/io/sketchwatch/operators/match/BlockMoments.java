package io.sketchwatch.operators.match;

import io.sketchwatch.core.calibration.ScoreMoments;
import io.sketchwatch.core.embedding.Sighting;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the entries of a block see of their backgrounds until it is handed to them: column by
 * column, since every sighting is seen by all.
 */
final class BlockMoments {

  private final SubtaskBackground[] backgrounds;

  /** Rows whose query looks at some cameras or times alone. */
  private final int[] limited;

  /** 1 in each row that counts the sighting, 0 in others. */
  private final double[] counts;

  private final double[] scores;
  private final Map<Long, Columns> windows = new HashMap<>();

  private BlockMoments(SubtaskBackground[] backgrounds, int[] limited, double[] counts) {
    this.backgrounds = backgrounds;
    this.limited = limited;
    this.counts = counts;
    this.scores = new double[backgrounds.length];
  }

  /** Of a block's entries; null if none has a budget. */
  static BlockMoments of(List<Watched> entries) {
    SubtaskBackground[] backgrounds =
        entries.stream().map(Watched::background).toArray(SubtaskBackground[]::new);
    double[] counts = new double[backgrounds.length];
    int[] limited = new int[backgrounds.length];
    int found = 0;
    boolean any = false;
    for (int row = 0; row < backgrounds.length; row++) {
      if (backgrounds[row] != null) {
        any = true;
        counts[row] = 1;
        if (backgrounds[row].entry().scope().isLimited()) {
          limited[found++] = row;
        }
      }
    }
    return any ? new BlockMoments(backgrounds, Arrays.copyOf(limited, found), counts) : null;
  }

  /**
   * A tracklet is counted by its first shot.
   *
   * @param most that it can score in each row: as good as its score, where only place and spread
   *     matter
   */
  void see(Sighting sighting, float[] most) {
    for (int row : limited) {
      counts[row] =
          backgrounds[row].entry().scope().covers(sighting.cameraId(), sighting.firstSeen())
              ? 1
              : 0;
    }
    for (int row = 0; row < scores.length; row++) {
      scores[row] = most[row];
    }
    windows
        .computeIfAbsent(
            WindowPart.numberOf(sighting.firstSeen()), number -> new Columns(scores.length))
        .add(counts, scores);
  }

  /** Hands over what was seen since the last time. */
  void handOver() {
    windows.forEach(this::handOver);
    windows.clear();
  }

  private void handOver(long number, Columns seen) {
    for (int row = 0; row < backgrounds.length; row++) {
      if (seen.tracklets[row] > 0) {
        backgrounds[row].see(
            number,
            new ScoreMoments((long) seen.tracklets[row], seen.sums[row], seen.squares[row]));
      }
    }
  }

  /** Moments of a window, a value a row. */
  private static final class Columns {

    private final double[] tracklets;
    private final double[] sums;
    private final double[] squares;

    Columns(int rows) {
      tracklets = new double[rows];
      sums = new double[rows];
      squares = new double[rows];
    }

    /** A loop that C2 writes with SIMD: no branch, one type. */
    void add(double[] counts, double[] scores) {
      for (int row = 0; row < counts.length; row++) {
        double counted = counts[row] * scores[row];
        tracklets[row] += counts[row];
        sums[row] += counted;
        squares[row] += counted * scores[row];
      }
    }
  }
}
