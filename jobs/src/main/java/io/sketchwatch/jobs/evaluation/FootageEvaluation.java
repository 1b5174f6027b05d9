package io.sketchwatch.jobs.evaluation;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.tracklet.TrackerSettings;
import io.sketchwatch.dalnet.synthetic.StreetScene;
import io.sketchwatch.dalnet.synthetic.StreetSceneOptions;
import io.sketchwatch.jobs.video.FfmpegFrameReader;
import io.sketchwatch.jobs.video.FrameReader;
import io.sketchwatch.jobs.video.VideoFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges a model and a detector on footage where it is known who is where. */
public final class FootageEvaluation {

  private final FootagePeople people;
  private final Path video;
  private final StreetScene street = new StreetScene(StreetSceneOptions.defaults());

  /** For a video and its list; the drawn street needs no file. */
  public FootageEvaluation(FootagePeople people, Path video) {
    this.people = people;
    this.video = video;
  }

  /** How the model, an untrained network of its size and plain edge maps find drawn people. */
  public List<FootageRetrieval.Result> retrieval(EvaluatedModel model) throws IOException {
    FootageRetrieval retrieval = new FootageRetrieval(people, listedFrames());
    try (Encoder untrained = model.untrained();
        Encoder edges = new EdgeMapEncoder()) {
      return List.of(
          retrieval.evaluate(model.encoder()),
          retrieval.evaluate(untrained),
          retrieval.evaluate(edges));
    }
  }

  private Map<Integer, Image> listedFrames() throws IOException {
    Set<Integer> listed =
        people.people().stream()
            .flatMap(person -> person.boxes().stream())
            .map(FootagePeople.Place::frame)
            .collect(toUnmodifiableSet());
    Map<Integer, Image> frames = new HashMap<>();
    try (FrameReader reader = FfmpegFrameReader.file(video)) {
      Optional<VideoFrame> frame = reader.read();
      while (frame.isPresent()) {
        int index = (int) frame.get().index();
        if (listed.contains(index)) {
          frames.put(index, frame.get().image());
        }
        frame = reader.read();
      }
    }
    return frames;
  }

  /**
   * How people are followed: in the video, then in the drawn street.
   *
   * @param onFrame told after each of {@link #trackedFrames} frames
   */
  public List<FootageTracking.Result> tracking(Detector detector, Runnable onFrame)
      throws IOException {
    FootageTracking tracking = new FootageTracking(detector, TrackerSettings.DEFAULT);
    return List.of(tracking.video(people, video, onFrame), tracking.street(street, onFrame));
  }

  /** About how many frames are tracked in all. */
  public long trackedFrames() throws IOException {
    try (FrameReader reader = FfmpegFrameReader.file(video)) {
      return Math.max(0, reader.expectedFrames())
          + (long) street.options().cameras() * street.frames();
    }
  }
}
