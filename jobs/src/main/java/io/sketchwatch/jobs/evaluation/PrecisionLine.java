package io.sketchwatch.jobs.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;

/**
 * What one variant of a checkpoint is worth; figures are null where it was refused.
 *
 * @param benchmark which: {@code precision}
 * @param variant such as {@code int8-512}
 * @param dimension length of its embeddings
 * @param batch pictures that went through together
 * @param imagesPerSecond of its photo encoder
 * @param speedUp median over turns of its rate to float32's in the same turn
 * @param rank1 of held-out people, 0 to 1
 * @param meanAveragePrecision likewise
 * @param loss of mAP against float32; below 0 for a gain
 * @param parityCosine lowest cosine to the network's embedding
 * @param bytes of the whole package
 * @param refused why there is no such package
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PrecisionLine(
    String benchmark,
    @JsonProperty("case") String variant,
    Integer dimension,
    Integer batch,
    Double imagesPerSecond,
    Double speedUp,
    Double rank1,
    @JsonProperty("mAP") Double meanAveragePrecision,
    @JsonProperty("mAPLoss") Double loss,
    Double parityCosine,
    Long bytes,
    String refused) {

  /** Most of mAP that a recommended variant may lose. */
  private static final double MAX_LOSS = 0.01;

  /** Variants so close to the fastest count as equally fast. */
  private static final double EQUALLY_FAST = 0.98;

  /** How {@link #recommended} chooses. */
  public static final String RULE =
      "the fastest that loses at most 0.01 of mAP; of those within 2 percent of its speed, the one of the"
          + " fewest dimensions, then of the fewest bytes";

  /** A variant that was not exported. */
  static PrecisionLine refused(PrecisionVariant variant, String reason) {
    return new PrecisionLine(
        "precision", variant.name(), null, null, null, null, null, null, null, null, null, reason);
  }

  /**
   * Recommends one by {@link #RULE}.
   *
   * @param lines with at least one that loses so little
   */
  public static PrecisionLine recommended(List<PrecisionLine> lines) {
    List<PrecisionLine> good =
        lines.stream().filter(line -> line.refused == null && line.loss <= MAX_LOSS).toList();
    double fastest = good.stream().mapToDouble(line -> line.speedUp).max().orElseThrow();
    return good.stream()
        .filter(line -> line.speedUp >= EQUALLY_FAST * fastest)
        .min(Comparator.comparing(PrecisionLine::dimension).thenComparing(PrecisionLine::bytes))
        .orElseThrow();
  }
}
