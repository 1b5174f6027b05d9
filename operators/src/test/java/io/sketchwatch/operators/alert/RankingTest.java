package io.sketchwatch.operators.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RankingTest {

  @Property(tries = 200)
  void shouldRankAsCountingBetterScoresDoes(
      @ForAll List<@IntRange(max = 9) Integer> added,
      @ForAll List<@IntRange(max = 9) Integer> removed,
      @ForAll @IntRange(max = 9) int asked) {
    Ranking ranking = new Ranking();
    List<Integer> plain = new ArrayList<>();
    for (Integer score : added) {
      ranking = ranking.with(score / 10.0);
      plain.add(score);
    }
    for (Integer score : removed) {
      ranking = ranking.without(score / 10.0);
      plain.remove(score);
    }

    assertThat(ranking.rank(asked / 10.0))
        .isEqualTo(1 + (int) plain.stream().filter(score -> score > asked).count());
    assertThat(ranking.scores()).isSorted().hasSize(plain.size());
  }
}
