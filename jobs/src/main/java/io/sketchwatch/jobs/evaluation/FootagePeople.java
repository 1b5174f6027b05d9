package io.sketchwatch.jobs.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.core.image.Box;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Who is where in a public video: boxes and frame numbers only, made by looking at one frame a
 * second.
 *
 * @param video file name
 * @param sha256 of the video, lower-case hex
 * @param framesPerSecond of the video
 * @param width of a frame in pixels
 * @param height of a frame in pixels
 * @param people one entry a passage through the scene
 * @param drawn people and frames that are clear enough to be drawn
 */
public record FootagePeople(
    String video,
    String sha256,
    double framesPerSecond,
    int width,
    int height,
    List<Person> people,
    List<Drawn> drawn) {

  private static final String RESOURCE = "/footage/vtest-people.json";

  /** The list for OpenCV's {@code vtest.avi}. */
  public static FootagePeople vtest() throws IOException {
    try (InputStream in = FootagePeople.class.getResourceAsStream(RESOURCE)) {
      return new ObjectMapper().readValue(in, FootagePeople.class);
    }
  }

  /**
   * One passage of one person.
   *
   * @param id names the passage
   * @param identity names the human; equal for passages of one and the same
   * @param description what the person looks like from afar
   * @param boxes where, one a listed frame
   */
  public record Person(String id, String identity, String description, List<Place> boxes) {}

  /**
   * A box in one frame.
   *
   * @param frame from 0
   * @param x left edge
   * @param y top edge
   * @param width in pixels
   * @param height in pixels
   */
  public record Place(int frame, int x, int y, int width, int height) {

    public Box box() {
      return new Box(x, y, width, height);
    }
  }

  /**
   * A crop from which drawings are made.
   *
   * @param person its id
   * @param frame from 0; listed for that person
   */
  public record Drawn(String person, int frame) {}
}
