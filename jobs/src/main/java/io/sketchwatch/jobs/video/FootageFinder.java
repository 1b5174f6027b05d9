package io.sketchwatch.jobs.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds something to watch: the user's own videos, else OpenCV's street video, else a drawn street,
 * so that a demonstration runs anywhere.
 */
public final class FootageFinder {

  private static final double FOLDER_FRAMES_PER_SECOND = 10;

  private final SampleVideo sample;
  private final boolean offline;

  /**
   * Fetches nothing yet.
   *
   * @param cache where fetched footage is kept
   * @param offline whether to use only what is there already
   */
  public FootageFinder(Path cache, boolean offline) {
    this.sample = new SampleVideo(cache);
    this.offline = offline;
  }

  /**
   * Finds the footage.
   *
   * @param sources video files, folders or RTSP addresses of the user; empty for none
   * @throws IOException if one of the user's own can't be used
   */
  public Footage find(List<String> sources) throws IOException, InterruptedException {
    if (!sources.isEmpty()) {
      return own(sources);
    }
    try {
      if (offline && !sample.isCached()) {
        return DrawnStreet.footage(
            "%s is not in the cache, and fetching it is forbidden: a drawn street is shown."
                .formatted(SampleVideo.NAME));
      }
      CameraFeed feed = CameraFeed.of(sample.fetch().toString(), FOLDER_FRAMES_PER_SECOND);
      return new Footage(
          List.of(feed),
          SampleVideo.NAME,
          SampleVideo.SOURCE,
          SampleVideo.LICENCE,
          "No video was named: OpenCV's sample of people in a street is shown.",
          null);
    } catch (IOException e) {
      return DrawnStreet.footage(
          "%s could not be fetched (%s): a drawn street is shown."
              .formatted(SampleVideo.NAME, e.getMessage()));
    }
  }

  private static Footage own(List<String> sources) throws IOException {
    List<CameraFeed> feeds = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (String source : sources) {
      CameraFeed feed = CameraFeed.of(source, FOLDER_FRAMES_PER_SECOND);
      if (!ids.add(feed.cameraId())) {
        throw new IOException(
            "Two videos would both be camera '%s': name the files apart"
                .formatted(feed.cameraId()));
      }
      feeds.add(feed);
    }
    String names = feeds.stream().map(CameraFeed::cameraId).collect(Collectors.joining(", "));
    return new Footage(
        feeds,
        names,
        "given by the user",
        "as given by the user",
        "These videos were named.",
        null);
  }
}
