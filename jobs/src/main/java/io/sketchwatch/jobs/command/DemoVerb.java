package io.sketchwatch.jobs.command;

import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.demo.Demo;
import io.sketchwatch.jobs.demo.DemoOutcome;
import io.sketchwatch.jobs.demo.DemoSettings;
import io.sketchwatch.jobs.demo.SketchFromFootage;
import io.sketchwatch.jobs.report.HtmlReport;
import io.sketchwatch.jobs.video.Footage;
import io.sketchwatch.jobs.video.FootageFinder;
import io.sketchwatch.jobs.video.Pace;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import io.sketchwatch.modelexport.fetch.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the whole of Sketchwatch in this process and watches footage for a sketch. */
@Command(
    name = "demo",
    description = {
      "Watch footage for the person in a sketch, with Kafka and Flink in this process.",
      "Without --video: OpenCV's sample footage, else a drawn street. Without --sketch: a pencil"
          + " drawing of someone who walks by in the first seconds."
    },
    footer = {
      "  sketchwatch demo",
      "  sketchwatch demo --video gate.mp4 --video yard.mp4 --sketch wanted.png",
      "  sketchwatch demo --pace realtime --json | jq 'select(.alertId)'"
    })
final class DemoVerb extends Verb {

  private static final Path REPORT = Path.of("sketchwatch-report.html");

  @Option(
      names = "--video",
      paramLabel = "FILE",
      description = "A camera's footage; may be repeated: each file is a camera.")
  private List<String> videos = List.of();

  @Option(
      names = "--sketch",
      paramLabel = "FILE",
      description = "The drawing to search for; may be repeated.")
  private List<Path> sketches = List.of();

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      description = "Capture time of the first frame; default: now.")
  private Instant start;

  @Mixin private EncoderOption model;

  @Option(
      names = "--pace",
      paramLabel = "max|realtime",
      defaultValue = "max",
      converter = PaceConverter.class,
      description = "How fast the footage is sent; default: ${DEFAULT-VALUE}.")
  private Pace pace;

  @Mixin private EngineOption engine;

  @Mixin private DeviceOption device;

  @Option(names = "--offline", description = "Fetch nothing; use what is there.")
  private boolean offline;

  @Option(
      names = "--json",
      description = "Print JSON: a line an alert, then a line a query with its whole ranking.")
  private boolean json;

  @Option(names = "--headless", description = "Don't open the report in a browser.")
  private boolean headless;

  private final List<String> lacking = new ArrayList<>();

  @Override
  void run() throws Exception {
    Path cache = ModelFetcher.defaultCache(System.getenv());
    Optional<ModelPackage> detector = detector(cache);
    ModelPackage encoder = model.open();
    Footage footage = new FootageFinder(cache, offline).find(videos);
    say("Footage: %s. %s".formatted(footage.name(), footage.reason()));
    DemoSettings settings =
        new DemoSettings(
            footage,
            drawings(footage, detector),
            start == null ? Instant.now() : start,
            encoder,
            detector,
            pace,
            engine.engine(),
            device.kind());
    watch(settings);
  }

  private Optional<ModelPackage> detector(Path cache) throws IOException {
    ModelFetcher fetcher = new ModelFetcher(cache);
    try {
      Optional<Path> found = fetcher.find(ModelSource.NANODET);
      if (found.isEmpty() && offline) {
        throw new IOException("it is not in the cache, and fetching is forbidden");
      }
      Path folder = found.isPresent() ? found.get() : fetcher.fetch(ModelSource.NANODET, this::say);
      return Optional.of(ModelPackage.open(folder));
    } catch (IOException e) {
      String lack =
          "The detector NanoDet-g can't be had (%s): OpenCV's built-in detector is used, which is"
                  .formatted(e.getMessage())
              + " slower and finds fewer people.";
      lacking.add(lack);
      say(lack);
      return Optional.empty();
    }
  }

  private List<DemoSettings.Sketch> drawings(Footage footage, Optional<ModelPackage> detector)
      throws IOException {
    List<DemoSettings.Sketch> drawings = new ArrayList<>();
    for (Path file : sketches) {
      drawings.add(new DemoSettings.Sketch("sketch-" + (drawings.size() + 1), drawing(file)));
    }
    if (drawings.isEmpty()) {
      drawings.add(new DemoSettings.Sketch("sketch-1", drawn(footage, detector)));
    }
    return drawings;
  }

  private static Media drawing(Path file) throws IOException {
    try {
      return new Media(
          "image/png", ImageCodec.png(ImageCodec.decode(Files.readAllBytes(file))), null);
    } catch (BadImageException e) {
      throw new IOException("Sketch '%s': %s".formatted(file, e.getMessage()), e);
    }
  }

  private Media drawn(Footage footage, Optional<ModelPackage> detector) throws IOException {
    if (footage.sketch() != null) {
      return new Media("image/png", ImageCodec.png(footage.sketch()), null);
    }
    say("Drawing someone from the first seconds ...");
    try (Detector finder = DemoSettings.open(detector)) {
      return SketchFromFootage.draw(footage.feeds().get(0), finder);
    }
  }

  /** Watches to the end, or to Ctrl-C: then the report says what was found by then. */
  private void watch(DemoSettings settings) throws Exception {
    Progress progress = Progress.of("Watching", "frames");
    try (DemoConsole console = new DemoConsole(json, out(), err(), progress);
        Demo demo = Demo.start(settings, console)) {
      try {
        demo.run();
      } catch (InterruptedException e) {
        say("Stopped early: the report shows what was found by then.");
      }
      DemoOutcome outcome = demo.outcome();
      new HtmlReport().write(outcome.result(lacking), REPORT);
      console.summarise(outcome, REPORT);
    }
    if (!headless && !json) {
      Browser.open(REPORT);
    }
  }

  private void say(String line) {
    err().println(line);
    err().flush();
  }
}
