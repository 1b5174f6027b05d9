package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.calibration.ScoreMoments;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedWatchlistTest {

  /** More than two blocks. */
  private static final int QUERIES = 600;

  private static final Instant LATER = NOON.plus(WindowPart.LENGTH);

  /** Between a score and the most that its codes allow. */
  private static final double BOUND = 0.02;

  private final PackedWatchlist watchlist = new PackedWatchlist();
  private final Map<WatchlistKey, SubtaskBackground> backgrounds = new HashMap<>();
  private final Map<WatchlistKey, Map<Long, ScoreMoments>> expected = new HashMap<>();
  private final Random random = new Random(7);

  @Test
  void shouldCountEachTrackletForEveryBudgetThatLooksAtItWhileEntriesComeAndGo() {
    for (int query = 0; query < QUERIES; query++) {
      put(query, 1);
    }
    for (int tracklet = 0; tracklet < 60; tracklet++) {
      see(tracklet);
      put(random.nextInt(2 * QUERIES), 2 + tracklet);
      remove(random.nextInt(QUERIES));
      if (tracklet % 20 == 0) {
        watchlist.markAllChanged();
      }
    }

    watchlist.handOver();

    assertThat(backgrounds).hasSizeGreaterThan(400);
    backgrounds.forEach((key, background) -> assertTold(background, expected.get(key)));
  }

  @Test
  void shouldHandOverWhatWasSeenOnce() {
    put(1, 1);
    see(0);
    watchlist.handOver();
    watchlist.handOver();

    assertThat(told(backgrounds.get(WatchlistKey.of(entry(1, 1)))))
        .singleElement()
        .satisfies(part -> assertThat(part.moments().tracklets()).isEqualTo(1));
  }

  private void put(int query, long version) {
    WatchlistEntry entry = entry(query, version);
    WatchlistKey key = WatchlistKey.of(entry);
    SubtaskBackground background =
        entry.falseAlertsPerDay() == null ? null : new SubtaskBackground(entry, 0.9);
    watchlist.put(entry, background);
    if (background != null) {
      backgrounds.put(key, background);
      expected.put(key, new HashMap<>());
    }
  }

  private void remove(int query) {
    WatchlistKey key = WatchlistKey.of(entry(query, 1));
    watchlist.remove(key);
    backgrounds.remove(key);
    expected.remove(key);
  }

  /** A tracklet's first shot, and another that counts for nothing. */
  private void see(int tracklet) {
    Sighting sighting =
        aSighting()
            .fromCamera("c" + tracklet % 3)
            .firstSeen(tracklet % 2 == 0 ? NOON : LATER)
            .looking(random.nextInt(180))
            .build();
    watchlist.match(sighting, (entry, score) -> {});
    watchlist.match(
        aSighting().fromCamera(sighting.cameraId()).shot(1).looking(5).build(),
        (entry, score) -> {});
    backgrounds.forEach(
        (key, background) -> {
          if (background.entry().scope().covers(sighting.cameraId(), sighting.firstSeen())) {
            double score = background.entry().embedding().score(sighting.embedding());
            expected
                .get(key)
                .merge(
                    WindowPart.numberOf(sighting.firstSeen()),
                    ScoreMoments.NONE.plus(score),
                    ScoreMoments::plus);
          }
        });
  }

  private static void assertTold(SubtaskBackground background, Map<Long, ScoreMoments> expected) {
    List<WindowPart> told = told(background);
    assertThat(told).extracting(WindowPart::number).containsOnlyOnceElementsOf(expected.keySet());
    for (WindowPart part : told) {
      ScoreMoments wanted = expected.get(part.number());
      assertThat(part.moments().tracklets()).isEqualTo(wanted.tracklets());
      double mean = wanted.sum() / wanted.tracklets();
      assertThat(part.moments().sum() / wanted.tracklets()).isBetween(mean, mean + BOUND);
      assertThat(part.moments().squares() / wanted.tracklets())
          .isCloseTo(wanted.squares() / wanted.tracklets(), within(2 * BOUND));
    }
  }

  private static List<WindowPart> told(SubtaskBackground background) {
    List<WindowPart> parts = new ArrayList<>();
    background.tell(part -> parts.add(part.window()));
    return parts;
  }

  /** Each third looks at one camera, each fifth at times alone, each seventh has no budget. */
  private static WatchlistEntry entry(int query, long version) {
    QueryScope scope =
        new QueryScope(
            query % 3 == 0 ? List.of("c1") : null, query % 5 == 0 ? LATER : null, null, null);
    return new WatchlistEntry(
        "q" + query,
        version,
        "m1",
        at(query),
        scope,
        0.9,
        0,
        false,
        Exemplar.SKETCH,
        query % 7 == 0 ? null : 10.0);
  }
}
