package io.sketchwatch.jobs.footage;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.PencilFilter;
import io.sketchwatch.core.tracklet.Quality;
import io.sketchwatch.core.tracklet.Tracker;
import io.sketchwatch.core.tracklet.TrackerSettings;
import io.sketchwatch.core.tracklet.TrackerState;
import io.sketchwatch.core.tracklet.TrackerStep;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.jobs.video.CameraFeed;
import io.sketchwatch.jobs.video.FrameReader;
import io.sketchwatch.jobs.video.VideoFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a data set in the plain layout from videos: a tracklet is an identity, its crops are the
 * photos, and each {@link PencilFilter} draws another crop of it, taken at least a second before or
 * after every photo. Tracklets without two such crops are left out.
 *
 * <p>A person who leaves and comes back, or walks past two cameras, becomes two identities, and a
 * tracklet that changed from one person to another mixes them: labels are as good as the tracking.
 * The same videos, detector and settings give the same files. {@code data.json} is written last.
 */
public final class FootageDataSet {

  private static final double JPEG_QUALITY = 0.9;
  private static final int LEAST_HEIGHT = 48;
  private static final double MOST_SHARED = 0.1;

  private final Path out;
  private final Detector detector;
  private final int photos;
  private final Tracker tracker = new Tracker(TrackerSettings.DEFAULT);
  private int identities;
  private int leftOut;

  /**
   * A data set in a folder.
   *
   * @param out made if missing; must not hold a set already
   * @param detector finds people; not closed
   * @param photos of an identity, at most; at least 1
   */
  public FootageDataSet(Path out, Detector detector, int photos) throws IOException {
    if (Files.exists(out.resolve(SyntheticDataSet.DESCRIPTION))) {
      throw new IOException(
          "Folder '%s' holds a data set already: name another or delete it".formatted(out));
    }
    this.out = out;
    this.detector = detector;
    this.photos = photos;
  }

  /** How many people have been written. */
  public int identities() {
    return identities;
  }

  /** How many tracklets were too short, too small or too crowded. */
  public int leftOut() {
    return leftOut;
  }

  /**
   * Takes in a camera's video from beginning to end.
   *
   * @param onFrame told after each frame
   */
  public void add(CameraFeed feed, Runnable onFrame) throws IOException {
    Map<String, TrackletCrops> people = new LinkedHashMap<>();
    TrackerState state = TrackerState.EMPTY;
    try (FrameReader reader = feed.open()) {
      Optional<VideoFrame> read = reader.read();
      while (read.isPresent()) {
        VideoFrame frame = read.get();
        List<Detection> found = detector.detect(List.of(frame.image())).get(0);
        Instant time = Instant.EPOCH.plus(frame.position());
        TrackerStep step =
            tracker.step(state, found, feed.cameraId(), Long.toString(frame.index()), time);
        state = step.state();
        collect(step.people(), found, frame, people);
        for (String ended : step.ended()) {
          write(feed.cameraId(), people.remove(ended));
        }
        onFrame.run();
        read = reader.read();
      }
    }
    for (TrackletCrops crops : people.values()) {
      write(feed.cameraId(), crops);
    }
  }

  private static void collect(
      List<TrackerStep.Person> seen,
      List<Detection> found,
      VideoFrame frame,
      Map<String, TrackletCrops> people) {
    for (TrackerStep.Person person : seen) {
      Box box = found.get(person.detection()).box();
      if (!person.track().confirmed() || box.height() < LEAST_HEIGHT || isCrowded(box, found)) {
        continue;
      }
      TrackletCrops crops =
          people.computeIfAbsent(person.track().trackletId(), id -> new TrackletCrops());
      if (crops.wants(frame.position())) {
        Image image = frame.image().crop(box);
        double quality = Quality.of(image, box, frame.image().width(), frame.image().height());
        crops.add(new TrackletCrops.Crop(frame.position(), image, quality));
      }
    }
  }

  /** Whether someone else is in the box as well, so that the crop might show either. */
  private static boolean isCrowded(Box box, List<Detection> found) {
    return found.stream()
        .map(Detection::box)
        .anyMatch(other -> !other.equals(box) && other.iou(box) > MOST_SHARED);
  }

  private void write(String cameraId, TrackletCrops crops) throws IOException {
    if (crops == null) {
      return;
    }
    Optional<TrackletCrops.Choice> choice = crops.choose(photos);
    if (choice.isEmpty()) {
      leftOut++;
      return;
    }
    String camera = cameraId.replace('_', '-');
    String name = "%s-%05d".formatted(camera, identities++);
    Path photoFolder = Files.createDirectories(out.resolve("photos").resolve(name));
    Path sketchFolder = Files.createDirectories(out.resolve("sketches").resolve(name));
    int number = 0;
    for (TrackletCrops.Crop photo : choice.get().photos()) {
      Path file = photoFolder.resolve("%s_%d.jpg".formatted(camera, number++));
      Files.write(file, ImageCodec.jpeg(photo.image(), JPEG_QUALITY));
    }
    for (PencilFilter filter : PencilFilter.values()) {
      String file = filter.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".png";
      Image sketch = filter.apply(choice.get().drawn().image());
      Files.write(sketchFolder.resolve(file), ImageCodec.png(sketch));
    }
  }

  /**
   * Describes the set, which is then complete.
   *
   * @param cameras whose videos were taken in
   * @throws IOException if nobody was seen well and long enough
   */
  public void finish(List<String> cameras) throws IOException {
    if (identities == 0) {
      throw new IOException(
          "Nobody was seen for a second, alone and %d pixels high, in %s: give longer or larger footage"
              .formatted(LEAST_HEIGHT, String.join(", ", cameras)));
    }
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("version", 1);
    description.put("kind", "footage");
    description.put("cameras", cameras);
    description.put("detector", detector.id());
    description.put("identities", identities);
    description.put("photos", photos);
    description.put("leftOut", leftOut);
    byte[] json =
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(description);
    Files.write(out.resolve(SyntheticDataSet.DESCRIPTION), json);
  }
}
