package io.sketchwatch.jobs.evaluation;

import com.sun.management.OperatingSystemMXBean;
import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.tracklet.TrackerSettings;
import io.sketchwatch.jobs.plan.StageCosts;
import io.sketchwatch.jobs.video.FfmpegFrameReader;
import io.sketchwatch.jobs.video.FrameReader;
import io.sketchwatch.jobs.video.VideoFrame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How fast each stage of the live job is alone, on the first {@value #FRAMES} frames of a video:
 * decoding JPEG, detecting, tracking, embedding people, and scoring a sighting against {@value
 * #QUERIES} queries; and what processor time it takes.
 *
 * <p>Each stage goes once over a quarter of its work to warm up, then over all of it. A rate is all
 * the work over all the time.
 */
final class StageBenchmark {

  private static final int FRAMES = 100;
  private static final int CROPS = 192;
  private static final int WARM_UP = 4;
  private static final int TRACKED_ROUNDS = 50;
  private static final int QUERIES = 1000;
  private static final int SIGHTINGS = 2000;
  private static final double JPEG_QUALITY = 0.9;
  private static final List<Integer> BATCHES = List.of(8, 16);
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Path video;
  private final Detector detector;
  private final Encoder encoder;
  private double cpuSecondsPerFrame;
  private double cpuSecondsPerCrop;
  private double detectSeconds;
  private double embedSeconds;
  private double frameBytes;
  private double cropBytes;
  private double passedBytes;

  /** Closes neither detector nor encoder. */
  StageBenchmark(Path video, Detector detector, Encoder encoder) {
    this.video = video;
    this.detector = detector;
    this.encoder = encoder;
  }

  /**
   * What a piece of work takes.
   *
   * @param perSecond pieces a second
   * @param cpuSeconds of this process, a piece
   */
  private record Cost(double perSecond, double cpuSeconds) {}

  /** Work on one piece, by its number. */
  @FunctionalInterface
  private interface Work {
    void run(int piece) throws IOException;
  }

  /**
   * Measures; the cases in the order of the stages.
   *
   * @param sink receives each case as soon as it is measured
   */
  void run(Consumer<BenchmarkLine> sink) throws IOException {
    List<Image> frames = frames();
    List<byte[]> pictures =
        frames.stream().map(frame -> ImageCodec.jpeg(frame, JPEG_QUALITY)).toList();
    int n = frames.size();
    frameBytes = pictures.stream().mapToInt(picture -> picture.length).average().orElseThrow();
    sink.accept(
        perFrame("decode", "java", n, cost(n, piece -> ImageCodec.decode(pictures.get(piece)))));
    List<List<Detection>> people = new ArrayList<>(Collections.nCopies(n, List.of()));
    Cost detected = cost(n, piece -> people.set(piece, detect(frames.get(piece))));
    detectSeconds = 1 / detected.perSecond();
    sink.accept(perFrame("detect", detector.id(), n, detected));
    int tracked = TRACKED_ROUNDS * n;
    sink.accept(perFrame("track", "java", tracked, trackCost(people, tracked)));
    List<Image> crops = crops(frames, people);
    weigh(crops, people);
    for (int batch : BATCHES) {
      sink.accept(embed(crops, batch));
    }
    sink.accept(match(encoder.embed(Modality.PHOTO, crops.subList(0, BATCHES.get(0)))));
  }

  private void weigh(List<Image> crops, List<List<Detection>> people) {
    cropBytes =
        crops.stream()
            .mapToInt(crop -> ImageCodec.jpeg(crop, JPEG_QUALITY).length)
            .average()
            .orElse(0);
    passedBytes =
        people.stream()
            .mapToLong(
                found ->
                    found.stream().mapToLong(p -> 3L * p.box().width() * p.box().height()).sum())
            .average()
            .orElseThrow();
  }

  private List<Image> frames() throws IOException {
    List<Image> frames = new ArrayList<>();
    try (FrameReader reader = FfmpegFrameReader.file(video)) {
      Optional<VideoFrame> frame = reader.read();
      while (frame.isPresent() && frames.size() < FRAMES) {
        frames.add(frame.get().image());
        frame = reader.read();
      }
    }
    return frames;
  }

  private List<Detection> detect(Image frame) {
    return detector.detect(List.of(frame)).get(0);
  }

  /** The camera's frames again and again, in time after each other. */
  private static Cost trackCost(List<List<Detection>> people, int frames) throws IOException {
    TrackletRecorder recorder = new TrackletRecorder(TrackerSettings.DEFAULT, "benchmark");
    int[] next = {0};
    return cost(
        frames,
        piece -> {
          int frame = next[0]++;
          recorder.take(frame, Duration.ofMillis(frame * 100L), people.get(piece % people.size()));
        });
  }

  private static List<Image> crops(List<Image> frames, List<List<Detection>> people) {
    List<Image> crops = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      for (Detection person : people.get(i)) {
        if (person.confidence() >= TrackerSettings.DEFAULT.highConfidence()
            && crops.size() < CROPS) {
          crops.add(frames.get(i).crop(person.box()));
        }
      }
    }
    return crops;
  }

  private BenchmarkLine embed(List<Image> crops, int batch) throws IOException {
    int batches = crops.size() / batch;
    Cost cost =
        cost(
            batches,
            piece ->
                encoder.embed(Modality.PHOTO, crops.subList(piece * batch, (piece + 1) * batch)));
    cpuSecondsPerCrop = cost.cpuSeconds() / batch;
    embedSeconds = 1 / (cost.perSecond() * batch);
    return BenchmarkLine.rate(
        "live",
        "embed",
        batches * batch,
        encoder.dimension(),
        batch,
        encoder.modelId(),
        cost.perSecond() * batch,
        "crops/s");
  }

  private BenchmarkLine match(List<Embedding> sightings) throws IOException {
    List<Embedding> watchlist = new ArrayList<>();
    for (int query = 0; query < QUERIES; query++) {
      watchlist.add(new Embedding(sightings.get(query % sightings.size()).values().clone()));
    }
    double[] highest = {-1};
    Cost cost =
        cost(
            SIGHTINGS,
            piece -> {
              Embedding sighting = sightings.get(piece % sightings.size());
              for (Embedding query : watchlist) {
                highest[0] = Math.max(highest[0], query.score(sighting));
              }
            });
    if (highest[0] < 0) {
      throw new IllegalStateException("An embedding must be like itself, but scored " + highest[0]);
    }
    return BenchmarkLine.rate(
        "live",
        "match",
        QUERIES,
        encoder.dimension(),
        null,
        encoder.modelId(),
        cost.perSecond(),
        "sightings/s");
  }

  private BenchmarkLine perFrame(String part, String backend, int n, Cost cost) {
    cpuSecondsPerFrame += cost.cpuSeconds();
    return BenchmarkLine.rate("live", part, n, null, null, backend, cost.perSecond(), "frames/s");
  }

  private static Cost cost(int pieces, Work work) throws IOException {
    for (int i = 0; i < pieces / WARM_UP; i++) {
      work.run(i);
    }
    long begin = System.nanoTime();
    long cpu = PROCESS.getProcessCpuTime();
    for (int i = 0; i < pieces; i++) {
      work.run(i);
    }
    double spent = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
    return new Cost(pieces * 1e9 / (System.nanoTime() - begin), spent / pieces);
  }

  /**
   * What was measured; after {@link #run}.
   *
   * @param detectsOnGpu whether the detector ran on a GPU
   * @param embedsOnGpu whether the encoder did
   */
  StageCosts costs(boolean detectsOnGpu, boolean embedsOnGpu) {
    return new StageCosts(
        detector.id(),
        encoder.modelId(),
        encoder.dimension(),
        cpuSecondsPerFrame,
        cpuSecondsPerCrop,
        WatchlistBenchmark.secondsPerComparison(encoder.dimension()),
        detectsOnGpu ? detectSeconds : 0,
        embedsOnGpu ? embedSeconds : 0,
        Math.round(frameBytes),
        Math.round(cropBytes),
        Math.round(passedBytes));
  }
}
