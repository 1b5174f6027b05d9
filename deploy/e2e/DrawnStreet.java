import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.dalnet.synthetic.StreetScene;
import io.sketchwatch.dalnet.synthetic.StreetSceneOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Draws a quarter of a minute of two streets: a folder of JPEG files for the camera of each, five
 * frames a second, and a folder {@code sketches} of {@value #DRAWINGS} drawings of each of the six
 * people who walk by there.
 *
 * <p>Run as {@code java -cp CLASSPATH DrawnStreet.java FOLDER}.
 */
public final class DrawnStreet {

  private static final int STREETS = 2;
  private static final int PEOPLE = 6;
  private static final int EVERY = StreetScene.FRAME_RATE / 5;
  private static final int DRAWINGS = 2;

  private DrawnStreet() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Path sketches = Files.createDirectories(folder.resolve("sketches"));
    for (int street = 1; street <= STREETS; street++) {
      var options = new StreetSceneOptions(1, PEOPLE, StreetSceneOptions.SECONDS_A_CAMERA, street);
      StreetScene scene = new StreetScene(options);
      draw(scene, Files.createDirectories(folder.resolve("street-" + street)));
      for (int person = 0; person < PEOPLE; person++) {
        for (int drawing = 0; drawing < DRAWINGS; drawing++) {
          String name = "drawing-%d-of-%d-in-street-%d.png".formatted(drawing, person, street);
          byte[] sketch = ImageCodec.png(scene.person(person).sketch(drawing));
          Files.write(sketches.resolve(name), sketch);
        }
      }
    }
  }

  private static void draw(StreetScene scene, Path frames) throws IOException {
    for (int index = 0; index < scene.frames(); index += EVERY) {
      Path file = frames.resolve("%04d.jpg".formatted(index));
      Files.write(file, ImageCodec.jpeg(scene.frame(0, index), 0.9f));
    }
  }
}
