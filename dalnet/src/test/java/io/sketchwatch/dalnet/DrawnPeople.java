package io.sketchwatch.dalnet;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.PlainDataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A data set of people who are told apart by where a dark band is. */
public final class DrawnPeople {

  private static final int WIDTH = 16;
  private static final int HEIGHT = 32;

  private DrawnPeople() {}

  /** Writes people 0 to n - 1 with two photos and a sketch each. */
  public static PersonDataSet write(Path root, int people) throws IOException {
    Random noise = new Random(5);
    for (int person = 0; person < people; person++) {
      int top = person * (HEIGHT - 4) / people;
      String name = "person%02d".formatted(person);
      Path photos = Files.createDirectories(root.resolve("photos").resolve(name));
      for (int camera = 1; camera <= 2; camera++) {
        Image photo = banded(top, 60 * camera, noise);
        Files.write(photos.resolve("c%d_0.jpg".formatted(camera)), ImageCodec.jpeg(photo, 0.9));
      }
      Path sketches = Files.createDirectories(root.resolve("sketches").resolve(name));
      Files.write(sketches.resolve("0.png"), ImageCodec.png(banded(top, 240, noise)));
    }
    return PlainDataSet.read(root);
  }

  private static Image banded(int top, int background, Random noise) {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    for (int i = 0; i < rgb.length; i++) {
      int y = i / (WIDTH * 3);
      int value = y >= top && y < top + 4 ? 20 : background;
      rgb[i] = (byte) (value + noise.nextInt(10));
    }
    return new Image(WIDTH, HEIGHT, rgb);
  }
}
