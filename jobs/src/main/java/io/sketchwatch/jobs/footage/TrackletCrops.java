package io.sketchwatch.jobs.footage;

import io.sketchwatch.core.image.Image;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Crops of one tracklet, spread evenly over it however long it gets. At most {@value #MOST} are
 * kept: when there are more, every other one is let go, and new ones are taken half as often.
 */
final class TrackletCrops {

  private static final int MOST = 24;
  private static final Duration APART = Duration.ofSeconds(1);

  private Duration interval = Duration.ofMillis(200);
  private final List<Crop> kept = new ArrayList<>();

  /**
   * One crop.
   *
   * @param at position in the video
   * @param image the person
   * @param quality 0 to 1, see {@link io.sketchwatch.core.tracklet.Quality}
   */
  record Crop(Duration at, Image image, double quality) {

    boolean isApartFrom(Crop other) {
      return at.minus(other.at).abs().compareTo(APART) >= 0;
    }
  }

  /**
   * Which crop is drawn, and which stay photos.
   *
   * @param drawn the best crop of those that leave a photo
   * @param photos in order, each at least a second from the drawn one
   */
  record Choice(Crop drawn, List<Crop> photos) {}

  /** Whether a crop of this position would be kept. */
  boolean wants(Duration at) {
    return kept.isEmpty() || at.minus(kept.get(kept.size() - 1).at()).compareTo(interval) >= 0;
  }

  /** Takes in a crop, later than all before it. */
  void add(Crop crop) {
    kept.add(crop);
    if (kept.size() > MOST) {
      interval = interval.multipliedBy(2);
      for (int i = kept.size() - 2; i > 0; i -= 2) {
        kept.remove(i);
      }
    }
  }

  int size() {
    return kept.size();
  }

  /**
   * Chooses.
   *
   * @param photos how many at most
   * @return empty if no two crops are a second apart
   */
  Optional<Choice> choose(int photos) {
    return kept.stream()
        .sorted(Comparator.comparingDouble(Crop::quality).reversed())
        .map(drawn -> new Choice(drawn, spread(drawn, photos)))
        .filter(choice -> !choice.photos().isEmpty())
        .findFirst();
  }

  private List<Crop> spread(Crop drawn, int photos) {
    List<Crop> others = kept.stream().filter(drawn::isApartFrom).toList();
    if (others.size() <= photos) {
      return others;
    }
    return IntStream.range(0, photos)
        .mapToObj(i -> others.get(photos == 1 ? others.size() / 2 : spreadIndex(i, photos, others)))
        .toList();
  }

  private static int spreadIndex(int i, int photos, List<Crop> others) {
    return i * (others.size() - 1) / (photos - 1);
  }
}
