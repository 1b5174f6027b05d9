import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.dalnet.synthetic.StreetScene;
import io.sketchwatch.dalnet.synthetic.StreetSceneOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Draws half a minute of a street: a folder of JPEG files for each of two cameras, five frames a
 * second, and {@code sketch.png} of somebody who passes both.
 *
 * <p>Run as {@code java -cp CLASSPATH DrawnStreet.java FOLDER}.
 */
public final class DrawnStreet {

  private static final StreetSceneOptions SCENE = new StreetSceneOptions(2, 6, 32, 1);
  private static final int EVERY = StreetScene.FRAME_RATE / 5;

  private DrawnStreet() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    StreetScene scene = new StreetScene(SCENE);
    for (int camera = 0; camera < SCENE.cameras(); camera++) {
      Path frames = Files.createDirectories(folder.resolve("street-" + (camera + 1)));
      for (int index = 0; index < scene.frames(); index += EVERY) {
        Path file = frames.resolve("%04d.jpg".formatted(index));
        Files.write(file, ImageCodec.jpeg(scene.frame(camera, index), 0.9f));
      }
    }
    Files.write(folder.resolve("sketch.png"), ImageCodec.png(scene.person(0).sketch(0)));
  }
}
