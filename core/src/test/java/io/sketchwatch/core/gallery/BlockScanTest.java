package io.sketchwatch.core.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.embedding.DotProduct;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.gallery.TopScores.Scored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BlockScanTest {

  private static final int ROWS = 64;
  private static final int TOP = 50;

  @Property(tries = 150)
  void shouldNeverBoundAScoreFromBelow(@ForAll("galleries") GeneratedGallery gallery) {
    CodedQuery query = new CodedQuery(gallery.query());
    CodeBlock block = CodeBlock.of(gallery.dimension(), gallery.embeddings());

    BlockScan scan = new BlockScan();
    float[] most = scan.atMost(block, query);

    for (int row = 0; row < block.rows(); row++) {
      assertThat(gallery.query().score(gallery.embeddings().get(row)))
          .isLessThanOrEqualTo((double) most[row])
          .isLessThanOrEqualTo(scan.atMost(block, row, query));
    }
  }

  @Property(tries = 50)
  void shouldBoundOneRowMoreTightlyThanAll(@ForAll("galleries") GeneratedGallery gallery) {
    CodedQuery query = new CodedQuery(gallery.query());
    CodeBlock block = CodeBlock.of(gallery.dimension(), gallery.embeddings());
    BlockScan scan = new BlockScan();

    float[] all = scan.atMost(block, query);
    double slack = 0;
    double oneRowSlack = 0;
    for (int row = 0; row < block.rows(); row++) {
      double score = gallery.query().score(gallery.embeddings().get(row));
      slack += all[row] - score;
      oneRowSlack += scan.atMost(block, row, query) - score;
    }

    assertThat(oneRowSlack).isLessThanOrEqualTo(slack + 1e-30);
  }

  @Property(tries = 50)
  void shouldBoundTightlyEnoughToBeOfUse(@ForAll("galleries") GeneratedGallery gallery) {
    CodedQuery query = new CodedQuery(gallery.query());
    CodeBlock block = CodeBlock.of(gallery.dimension(), gallery.embeddings());

    float[] most = new BlockScan().atMost(block, query);

    for (int row = 0; row < block.rows(); row++) {
      assertThat(most[row] - gallery.query().score(gallery.embeddings().get(row))).isLessThan(0.2);
    }
  }

  @Property(tries = 100)
  void shouldFindExactlyTheTopOfFloat32(@ForAll("galleries") GeneratedGallery gallery) {
    TopScores top = new TopScores(TOP, new CodedQuery(gallery.query()));
    for (int start = 0; start < gallery.embeddings().size(); start += ROWS) {
      List<Embedding> part =
          gallery.embeddings().subList(start, Math.min(start + ROWS, gallery.embeddings().size()));
      top.add(start, CodeBlock.of(gallery.dimension(), part), packed(gallery.dimension(), part));
    }

    assertThat(top.best()).isEqualTo(sorted(gallery));
    assertThat(top.rescored())
        .isBetween((long) top.best().size(), (long) gallery.embeddings().size());
  }

  @Property(tries = 100)
  void shouldBoundTheSameWithAndWithoutSimd(@ForAll("galleries") GeneratedGallery gallery) {
    CodedQuery query = new CodedQuery(gallery.query());
    CodeBlock block = CodeBlock.of(gallery.dimension(), gallery.embeddings());

    float[] simd = new BlockScan().atMost(block, query);
    float[] scalar = new BlockScan(DotProduct.scalar()).atMost(block, query);

    assertThat(simd).isEqualTo(scalar);
    for (int row = 0; row < block.rows(); row++) {
      assertThat(new BlockScan().atMost(block, row, query))
          .isEqualTo(new BlockScan(DotProduct.scalar()).atMost(block, row, query));
    }
  }

  @Example
  void shouldBoundWhatFloat32CanHardlyHold() {
    List<Embedding> tiny = new ArrayList<>();
    for (float value : new float[] {Float.MIN_VALUE, 1e-40f, 1e-30f, 1e-20f, 1, 1e6f}) {
      tiny.add(new Embedding(new float[] {value, -value / 3, value / 7}));
    }
    for (Embedding query : tiny) {
      BlockScan scan = new BlockScan();
      CodeBlock block = CodeBlock.of(3, tiny);
      CodedQuery coded = new CodedQuery(query);
      float[] most = scan.atMost(block, coded);
      for (int row = 0; row < tiny.size(); row++) {
        assertThat(query.score(tiny.get(row)))
            .isLessThanOrEqualTo((double) most[row])
            .isLessThanOrEqualTo(scan.atMost(block, row, coded));
      }
    }
  }

  @Example
  void shouldUseItsMemoryAgainForSmallerBlocks() {
    GeneratedGallery gallery = GeneratedGallery.of(8, 9, 1);
    CodedQuery query = new CodedQuery(gallery.query());
    CodeBlock whole = CodeBlock.of(8, gallery.embeddings());
    CodeBlock part = CodeBlock.of(8, gallery.embeddings().subList(4, 6));
    BlockScan scan = new BlockScan();

    float[] first = scan.atMost(whole, query).clone();
    float[] second = scan.atMost(part, query);

    assertThat(Arrays.copyOf(second, 2)).isEqualTo(Arrays.copyOfRange(first, 4, 6));
  }

  @Example
  void shouldRefuseEmbeddingsOfAnotherDimension() {
    CodedQuery query = new CodedQuery(new Embedding(new float[] {1}));

    assertThatThrownBy(() -> new BlockScan().atMost(CodeBlock.empty(2), query))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dimension 2")
        .hasMessageContaining("was 1");
  }

  @Example
  void shouldRefuseWhatIsNoEmbedding() {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE}) {
      for (int dimension : new int[] {2, 64}) {
        float[] values = new float[dimension];
        values[0] = 0.5f;
        values[1] = value;

        assertThatThrownBy(() -> CodeBlock.of(dimension, List.of(new Embedding(values))))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("length 1");
      }
    }
  }

  @Provide
  Arbitrary<GeneratedGallery> galleries() {
    Arbitrary<Integer> dimensions =
        Arbitraries.oneOf(Arbitraries.integers().between(1, 130), Arbitraries.of(512, 2048));
    return Combinators.combine(
            dimensions, Arbitraries.integers().between(1, 300), Arbitraries.longs())
        .as(GeneratedGallery::of);
  }

  private static EmbeddingBlock packed(int dimension, List<Embedding> embeddings) {
    EmbeddingBlock block = EmbeddingBlock.empty(dimension);
    for (Embedding embedding : embeddings) {
      block = block.with(embedding);
    }
    return block;
  }

  private static List<Scored> sorted(GeneratedGallery gallery) {
    return IntStream.range(0, gallery.embeddings().size())
        .mapToObj(row -> new Scored(row, gallery.query().score(gallery.embeddings().get(row))))
        .sorted(Comparator.comparingDouble(Scored::score).reversed())
        .limit(TOP)
        .toList();
  }
}
