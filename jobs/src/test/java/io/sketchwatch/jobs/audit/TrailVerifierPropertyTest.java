package io.sketchwatch.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.jobs.audit.StoredTrail.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Nothing up to the last anchor can be meddled with unseen, and nothing is seen where nobody did.
 */
class TrailVerifierPropertyTest {

  /** What can be done to a trail. */
  enum Meddling {
    REMOVE {
      @Override
      void with(StoredTrail trail, int place, Random random) {
        trail.records.remove(place);
      }
    },
    CHANGE {
      @Override
      void with(StoredTrail trail, int place, Random random) {
        Stored stored = trail.records.get(place);
        byte[] value = stored.value().clone();
        value[random.nextInt(value.length)] ^= (byte) (1 + random.nextInt(255));
        trail.records.set(place, new Stored(stored.record(), value));
      }
    },
    REWRITE {
      @Override
      void with(StoredTrail trail, int place, Random random) {
        trail.rewriteFrom(place);
      }
    },
    REPEAT {
      @Override
      void with(StoredTrail trail, int place, Random random) {
        int after = place + 1 + random.nextInt(trail.records.size() - place);
        trail.records.add(after, trail.records.get(place));
      }
    },
    SWAP {
      @Override
      void with(StoredTrail trail, int place, Random random) {
        Stored stored = trail.records.get(place);
        List<Integer> others = trail.anchoredPlaces(stored.record());
        int other = others.get((others.indexOf(place) + 1) % others.size());
        trail.records.set(place, trail.records.get(other));
        trail.records.set(other, stored);
      }
    };

    abstract void with(StoredTrail trail, int place, Random random);
  }

  @Property
  void shouldPassWhatNobodyTouched(
      @ForAll @IntRange(min = 1, max = 40) int records,
      @ForAll @IntRange(min = 1, max = 3) int cases,
      @ForAll Random random) {
    assertThat(StoredTrail.random(records, cases, random).findings(null)).isEmpty();
  }

  @Property
  void shouldFindWhatWasDoneUpToTheLastAnchor(
      @ForAll Meddling meddling,
      @ForAll @IntRange(min = 2, max = 40) int records,
      @ForAll @IntRange(min = 1, max = 3) int cases,
      @ForAll Random random) {
    StoredTrail trail = StoredTrail.random(records, cases, random);
    int place = placeOf(trail, meddling, random);

    meddling.with(trail, place, random);

    assertThat(trail.findings(null)).isNotEmpty();
  }

  /** Any place that is anchored; a record that is alone in its case changes places with nobody. */
  private static int placeOf(StoredTrail trail, Meddling meddling, Random random) {
    List<Integer> places =
        trail.anchoredPlaces(null).stream()
            .filter(
                place ->
                    meddling != Meddling.SWAP
                        || trail.anchoredPlaces(trail.records.get(place).record()).size() > 1)
            .toList();
    if (places.isEmpty()) {
      trail.append("case-0", "late", StoredTrail.NOON.plusSeconds(100));
      trail.append("case-0", "later", StoredTrail.NOON.plusSeconds(101));
      trail.anchor("case-0", StoredTrail.NOON.plusSeconds(102));
      return trail.records.size() - 1;
    }
    return places.get(random.nextInt(places.size()));
  }

  @Property
  void shouldTellWhatIsGoneByRetentionFromWhatWasRemoved(
      @ForAll @IntRange(min = 2, max = 40) int records,
      @ForAll @IntRange(min = 1, max = 3) int cases,
      @ForAll Random random) {
    StoredTrail trail = StoredTrail.random(records, cases, random);
    int gone = random.nextInt(records);
    Instant retainedSince = StoredTrail.NOON.plusSeconds(gone);
    trail.records.removeIf(stored -> stored.record().at().isBefore(retainedSince));

    assertThat(trail.findings(retainedSince)).isEmpty();

    List<Integer> places = trail.anchoredPlaces(null);
    trail.records.remove((int) places.get(random.nextInt(places.size())));

    assertThat(trail.findings(retainedSince)).isNotEmpty();
  }
}
