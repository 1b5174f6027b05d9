package io.sketchwatch.core.gallery;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The highest scores of a scan, in the order of the gallery among equals: exactly what sorting all
 * float32 scores would give, for a row is left out only if its score can't reach the last of them.
 */
public final class TopScores {

  /**
   * A row and its score.
   *
   * @param row place in the gallery, from 0
   * @param score float32 cosine
   */
  public record Scored(long row, double score) {}

  private static final Comparator<Scored> WORST_FIRST =
      Comparator.comparingDouble(Scored::score)
          .thenComparing(Comparator.comparingLong(Scored::row).reversed());

  private final int size;
  private final PriorityQueue<Scored> best = new PriorityQueue<>(WORST_FIRST);
  private final BlockScan scan = new BlockScan();
  private final CodedQuery query;

  private long rescored;

  /**
   * @param size how many, at least 1
   * @param query what they are the scores of
   */
  public TopScores(int size, CodedQuery query) {
    this.size = size;
    this.query = query;
  }

  /**
   * Takes in a block; blocks come in the gallery's order.
   *
   * @param firstRow place of the block's first row
   * @param codes what is scanned
   * @param embeddings the same rows, exactly
   */
  public void add(long firstRow, CodeBlock codes, EmbeddingBlock embeddings) {
    float[] most = scan.atMost(codes, query);
    double least = least();
    for (int row = 0; row < codes.rows(); row++) {
      if (most[row] > least) {
        rescored++;
        offer(new Scored(firstRow + row, embeddings.score(row, query.embedding())));
        least = least();
      }
    }
  }

  /** Best first. */
  public List<Scored> best() {
    return best.stream().sorted(WORST_FIRST.reversed()).toList();
  }

  /** How many rows were scored exactly. */
  public long rescored() {
    return rescored;
  }

  private double least() {
    return best.size() < size ? Double.NEGATIVE_INFINITY : best.peek().score();
  }

  private void offer(Scored scored) {
    if (best.size() == size && WORST_FIRST.compare(scored, best.peek()) > 0) {
      best.remove();
    }
    if (best.size() < size) {
      best.add(scored);
    }
  }
}
