package io.sketchwatch.core.tracklet;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.image.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * People of about 30x75 pixels who cross a frame of 768x576 in straight lines, and a detector that
 * jitters, misses one box in ten, is unsure of people half hidden, blind to those hidden, and sees
 * somebody who is not there now and then. The same for the same seed.
 */
final class SimulatedStreet {

  static final int WIDTH = 768;
  static final int HEIGHT = 576;

  final List<Observation> truth = new ArrayList<>();
  final List<List<Detection>> frames = new ArrayList<>();

  private final Random random;
  private final double framesPerSecond;
  private final List<Walker> walkers = new ArrayList<>();

  SimulatedStreet(long seed, int people, double seconds, double framesPerSecond) {
    this.random = new Random(seed);
    this.framesPerSecond = framesPerSecond;
    for (int i = 0; i < people; i++) {
      walkers.add(walker("person-" + i, seconds));
    }
    for (int frame = 0; frame < seconds * framesPerSecond; frame++) {
      draw(frame);
    }
  }

  private Walker walker(String name, double seconds) {
    boolean right = random.nextBoolean();
    double height = 65 + random.nextDouble() * 20;
    return new Walker(
        name,
        right ? -15 : WIDTH - 15,
        40 + random.nextDouble() * (HEIGHT - 160),
        (right ? 1 : -1) * height * (0.5 + 0.5 * random.nextDouble()),
        height * 0.2 * random.nextGaussian(),
        height,
        random.nextDouble() * seconds * 0.7);
  }

  private void draw(int frame) {
    double time = frame / framesPerSecond;
    List<Detection> detections = new ArrayList<>();
    List<Box> nearer = new ArrayList<>();
    walkers.stream()
        .filter(walker -> walker.isVisible(time))
        .sorted(Comparator.comparingDouble((Walker walker) -> walker.bottom(time)).reversed())
        .forEach(
            walker -> {
              Box box = walker.box(time);
              truth.add(new Observation(frame, walker.name, box));
              detect(box, nearer, detections);
              nearer.add(box);
            });
    if (random.nextDouble() < 0.2) {
      Box ghost = new Box(random.nextInt(WIDTH - 40), random.nextInt(HEIGHT - 90), 30, 75);
      detections.add(new Detection(ghost, 0.2 + 0.4 * random.nextDouble()));
    }
    detections.sort(
        Comparator.<Detection>comparingInt(seen -> seen.box().x())
            .thenComparingInt(seen -> seen.box().y()));
    frames.add(detections);
  }

  private void detect(Box box, List<Box> nearer, List<Detection> detections) {
    double hidden =
        nearer.stream()
            .mapToDouble(other -> box.overlap(other) / (double) box.area())
            .max()
            .orElse(0);
    if (hidden > 0.6 || random.nextDouble() < 0.1) {
      return;
    }
    double confidence = 0.8 - 0.9 * hidden + 0.1 * random.nextGaussian();
    Box seen =
        new Box(
            box.x() + jitter(2),
            box.y() + jitter(3),
            Math.max(5, box.width() + jitter(2)),
            Math.max(5, box.height() + jitter(3)));
    detections.add(
        new Detection(seen.clip(WIDTH, HEIGHT), Math.max(0.05, Math.min(0.99, confidence))));
  }

  private int jitter(double deviation) {
    return (int) Math.round(deviation * random.nextGaussian());
  }

  private record Walker(
      String name, double x, double y, double vx, double vy, double height, double start) {

    boolean isVisible(double time) {
      double centre = x(time) + 0.2 * height;
      return time >= start && centre > 0 && centre < WIDTH && bottom(time) < HEIGHT && y(time) > 0;
    }

    double x(double time) {
      return x + vx * (time - start);
    }

    double y(double time) {
      return y + vy * (time - start) * 0.3;
    }

    double bottom(double time) {
      return y(time) + height;
    }

    Box box(double time) {
      return new Box((int) x(time), (int) y(time), (int) (0.4 * height), (int) height)
          .clip(WIDTH, HEIGHT);
    }
  }
}
