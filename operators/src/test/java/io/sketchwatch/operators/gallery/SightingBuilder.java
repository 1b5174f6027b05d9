package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import java.time.Instant;

/** Sightings for tests; embeddings are points on the unit circle, named by their angle. */
public final class SightingBuilder {

  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private String camera = "c1";
  private String tracklet = "c1/f1/0";
  private int shot;
  private Instant firstSeen = NOON;
  private Instant lastSeen;
  private String model = "m1";
  private double degrees;

  private SightingBuilder() {}

  public static SightingBuilder aSighting() {
    return new SightingBuilder();
  }

  /** The embedding at an angle; the score of two is the cosine of the angle between them. */
  public static Embedding at(double degrees) {
    double radians = Math.toRadians(degrees);
    return new Embedding(new float[] {(float) Math.cos(radians), (float) Math.sin(radians)});
  }

  public SightingBuilder fromCamera(String cameraId) {
    camera = cameraId;
    tracklet = cameraId + "/f1/0";
    return this;
  }

  public SightingBuilder ofTracklet(String trackletId) {
    tracklet = trackletId;
    return this;
  }

  public SightingBuilder shot(int number) {
    shot = number;
    return this;
  }

  public SightingBuilder firstSeen(Instant time) {
    firstSeen = time;
    return this;
  }

  public SightingBuilder lastSeen(Instant time) {
    lastSeen = time;
    return this;
  }

  public SightingBuilder embeddedBy(String modelId) {
    model = modelId;
    return this;
  }

  public SightingBuilder looking(double angle) {
    degrees = angle;
    return this;
  }

  public Sighting build() {
    return new Sighting(
        camera,
        tracklet,
        shot,
        firstSeen,
        lastSeen == null ? firstSeen : lastSeen,
        new Box(1, 2, 30, 60),
        0.5,
        new FrameReference("frames", 0, 7, "f1", "ab"),
        model,
        at(degrees),
        new CropReference("crops", 0, 3, "cd"));
  }
}
