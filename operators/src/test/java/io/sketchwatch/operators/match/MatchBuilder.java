package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.gallery.SightingBuilder;
import java.time.Duration;
import java.time.Instant;

/** Matches of query {@code q} for tests. */
public final class MatchBuilder {

  private final String tracklet;
  private String model = "m1";
  private String camera = "c1";
  private int shot;
  private double score = 0.7;
  private Duration cooldown = Duration.ZERO;
  private Instant firstSeen = NOON;
  private Instant capturedAt = NOON;
  private double threshold = 0.5;
  private String exemplar = Exemplar.SKETCH;
  private double degrees;

  private MatchBuilder(String tracklet) {
    this.tracklet = tracklet;
  }

  public static MatchBuilder aMatch(String tracklet) {
    return new MatchBuilder(tracklet);
  }

  public MatchBuilder under(String modelId) {
    model = modelId;
    return this;
  }

  public MatchBuilder fromCamera(String cameraId) {
    camera = cameraId;
    return this;
  }

  /** A second after the one before. */
  public MatchBuilder shot(int number) {
    shot = number;
    capturedAt = firstSeen.plusSeconds(number);
    return this;
  }

  public MatchBuilder scoring(double cosine) {
    score = cosine;
    return this;
  }

  public MatchBuilder coolingDown(Duration least) {
    cooldown = least;
    return this;
  }

  /** When it was first seen, and seen. */
  public MatchBuilder at(Instant time) {
    firstSeen = time;
    capturedAt = time;
    return this;
  }

  public MatchBuilder firstSeen(Instant time) {
    firstSeen = time;
    return this;
  }

  /** Found by a confirmed photo, which has a threshold of its own. */
  public MatchBuilder by(String photo, double least) {
    exemplar = photo;
    threshold = least;
    return this;
  }

  /** The angle of its embedding. */
  public MatchBuilder looking(double angle) {
    degrees = angle;
    return this;
  }

  public Match build() {
    return new Match(
        "q",
        1,
        model,
        camera,
        tracklet,
        shot,
        score,
        threshold,
        Phase.LIVE,
        cooldown.toMillis(),
        firstSeen,
        capturedAt,
        new Box(1, 2, 3, 4),
        new FrameReference("frames", 0, 7, "f", "ab"),
        new CropReference("crops", 0, 3, "cd"),
        exemplar,
        SightingBuilder.at(degrees),
        null,
        null,
        null);
  }
}
