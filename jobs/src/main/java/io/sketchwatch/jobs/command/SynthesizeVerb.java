package io.sketchwatch.jobs.command;

import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.jobs.footage.FootageDataSet;
import io.sketchwatch.jobs.video.CameraFeed;
import io.sketchwatch.jobs.video.FootageFinder;
import io.sketchwatch.jobs.video.FrameReader;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws a data set of people who don't exist, or makes one of footage without labels. */
@Command(
    name = "synthesize",
    description = {
      "Draw a data set of people who do not exist: photos, masks and sketches. Or, with --footage,",
      "make one of your own videos: a tracklet is a person, pencil filters draw the sketches."
    },
    footer = {
      "  sketchwatch synthesize --out data/drawn --identities 1600",
      "  sketchwatch synthesize --out data/small --identities 40 --photos 4 --sketches 2 --seed 7",
      "  sketchwatch synthesize --out data/ours --footage gate.mp4 yard.mp4"
    })
final class SynthesizeVerb extends Verb {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to; made if it is not there.")
  private Path out;

  @Option(
      names = "--identities",
      paramLabel = "N",
      defaultValue = "1600",
      description = "How many people; a tenth are held out; default: ${DEFAULT-VALUE}.")
  private int identities;

  @Option(
      names = "--photos",
      paramLabel = "N",
      defaultValue = "4",
      description = "Photos of each; default: ${DEFAULT-VALUE}.")
  private int photos;

  @Option(
      names = "--sketches",
      paramLabel = "N",
      defaultValue = "3",
      description = "Sketches of each; default: ${DEFAULT-VALUE}.")
  private int sketches;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed draws the same people; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--footage",
      arity = "1..*",
      paramLabel = "VIDEO",
      description =
          "Videos or folders of pictures to make people of. --photos is then the most"
              + " of each; someone without two crops a second apart is left out. The files are personal"
              + " data.")
  private List<String> footage;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Override
  void run() throws Exception {
    if (footage != null) {
      refuse("--identities", "--sketches", "--seed");
    }
    if (identities < 2 || photos < 1 || sketches < 1) {
      throw misuse(
          "Expected at least 2 identities, 1 photo and 1 sketch, but was %d, %d and %d"
              .formatted(identities, photos, sketches));
    }
    if (footage == null) {
      draw();
    } else {
      takeFromFootage();
    }
  }

  /** Options that only drawn people have. */
  private void refuse(String... options) {
    for (String option : options) {
      if (isGiven(option)) {
        throw misuse("Option %s has no meaning with --footage".formatted(option));
      }
    }
  }

  private void draw() throws IOException {
    try (Progress progress = Progress.of("Drawing", "people")) {
      progress.expect(identities);
      SyntheticDataSet.write(out, identities, photos, sketches, seed, done -> progress.step());
    }
    if (json) {
      JsonLines.write(out(), Map.of("out", out.toString(), "identities", identities, "seed", seed));
    } else {
      out().printf("%d people are drawn in %s%n", identities, out);
    }
  }

  private void takeFromFootage() throws IOException, InterruptedException {
    List<CameraFeed> feeds =
        new FootageFinder(ModelFetcher.defaultCache(System.getenv()), true).find(footage).feeds();
    FootageDataSet made;
    try (Detector detector = CachedDetector.open(err());
        Progress progress = Progress.of("Following people", "frames")) {
      made = new FootageDataSet(out, detector, photos);
      for (CameraFeed feed : feeds) {
        try (FrameReader reader = feed.open()) {
          progress.expect(reader.expectedFrames());
        }
        made.add(feed, progress::step);
      }
      made.finish(feeds.stream().map(CameraFeed::cameraId).toList());
    }
    if (json) {
      JsonLines.write(
          out(),
          Map.of(
              "out", out.toString(), "identities", made.identities(), "leftOut", made.leftOut()));
    } else {
      out()
          .printf(
              "%d people are in %s; %d were not seen alone for a second and are left out%n",
              made.identities(), out, made.leftOut());
    }
  }
}
