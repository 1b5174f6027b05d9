package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A drawn street that several cameras film: the same people pass the first camera, then the next,
 * at known times, before and behind each other, posts, trees and cars.
 *
 * <p>The same options give the same pixels, whichever frame is asked for first. Thread-safe.
 * Cameras, people and frames are numbered from 0; people stand about 90 to 235 pixels high.
 */
public final class StreetScene {

  /** Width of a frame in pixels. */
  public static final int WIDTH = 768;

  /** Height of a frame in pixels. */
  public static final int HEIGHT = 576;

  /** Frames a second. */
  public static final int FRAME_RATE = 10;

  private static final double PITCH = 0.1;
  private static final double STRIDE = 0.65;
  private static final double MARGIN = 90;

  private final StreetSceneOptions options;
  private final StreetGround ground = new StreetGround(HEIGHT * 0.54, HEIGHT * 0.97);
  private final List<SyntheticIdentity> people = new ArrayList<>();
  private final List<Passage> passages = new ArrayList<>();
  private final List<CameraLook> looks = new ArrayList<>();
  private final List<BufferedImage> backdrops = new ArrayList<>();
  private final List<List<Sprite>> obstacles = new ArrayList<>();

  public StreetScene(StreetSceneOptions options) {
    this.options = options;
    for (int camera = 0; camera < options.cameras(); camera++) {
      looks.add(CameraLook.of(camera).forFrames());
      long place = Dice.seed(options.seed(), 51, camera);
      backdrops.add(StreetBackdrop.paint(place, WIDTH, HEIGHT));
      obstacles.add(StreetObstacles.of(Dice.of(place, 52), WIDTH, ground));
    }
    for (int id = 0; id < options.people(); id++) {
      people.add(SyntheticIdentity.of(Dice.seed(options.seed(), 53, id)));
      plan(id, Dice.of(options.seed(), 54, id));
    }
  }

  /** Sends a person past each camera; the starts are spread over the time there is. */
  private void plan(int id, Dice dice) {
    int spare = options.seconds() - options.cameras() * StreetSceneOptions.SECONDS_A_CAMERA;
    double start = (id + dice.between(0, 1)) * spare / options.people();
    for (int camera = 0; camera < options.cameras(); camera++) {
      double end = start + dice.between(9, 12);
      boolean right = dice.chance(0.5);
      double from = ground.y(dice.between(0, 1));
      double to = dice.chance(0.4) ? from : ground.y(dice.between(0, 1));
      passages.add(
          new Passage(
              id,
              camera,
              start,
              end,
              right ? -MARGIN : WIDTH + MARGIN,
              from,
              right ? WIDTH + MARGIN : -MARGIN,
              to));
      start = end + dice.between(2, 4);
    }
  }

  public StreetSceneOptions options() {
    return options;
  }

  /** Frames of each camera. */
  public int frames() {
    return options.seconds() * FRAME_RATE;
  }

  /** Who walks by; ask them for a sketch to search for. */
  public SyntheticIdentity person(int personId) {
    return people.get(personId);
  }

  /** Who passes where and when: by person, then camera. */
  public List<Passage> passages() {
    return List.copyOf(passages);
  }

  /** A frame, 768 x 576. */
  public Image frame(int camera, int index) {
    double second = second(index);
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.drawImage(backdrops.get(camera), 0, 0, null);
    shadows(g, camera, second);
    for (Sprite sprite : sprites(camera, second)) {
      g.drawImage(sprite.picture(), sprite.x(), sprite.y(), null);
    }
    g.dispose();
    Dice grain = Dice.of(options.seed(), 55, camera, index);
    return looks.get(camera).take(ImageCodec.fromBuffered(picture), 1, grain);
  }

  /** The people of a frame, by id: all who have a pixel in it, hidden ones too. */
  public List<VisiblePerson> truth(int camera, int index) {
    return truth(sprites(camera, second(index)));
  }

  /** The truth about people among things, the farthest first. */
  static List<VisiblePerson> truth(List<Sprite> sprites) {
    int[] owners = owners(sprites);
    List<VisiblePerson> truth = new ArrayList<>();
    for (Sprite sprite : sprites) {
      Box bounds = sprite.bounds();
      if (sprite.owner() != Sprite.THING && bounds.overlap(new Box(0, 0, WIDTH, HEIGHT)) > 0) {
        double visible = visiblePart(sprite, owners);
        truth.add(new VisiblePerson(sprite.owner(), bounds.clip(WIDTH, HEIGHT), visible));
      }
    }
    truth.sort(Comparator.comparingInt(VisiblePerson::personId));
    return truth;
  }

  private double second(int index) {
    if (index < 0 || index >= frames()) {
      throw new IllegalArgumentException(
          "Frame %d must be one of the scene's %d frames, numbered from 0"
              .formatted(index, frames()));
    }
    return (double) index / FRAME_RATE;
  }

  /** Everything that stands on the ground, the farthest first. */
  private List<Sprite> sprites(int camera, double second) {
    List<Sprite> sprites = new ArrayList<>(obstacles.get(camera));
    for (Passage passage : passages) {
      if (passage.camera() == camera && passage.covers(second)) {
        sprites.add(walker(passage, second));
      }
    }
    sprites.sort(Comparator.comparingDouble(Sprite::ground));
    return sprites;
  }

  private Sprite walker(Passage passage, double second) {
    PersonAppearance person = people.get(passage.personId()).appearance();
    Figure figure = Figure.of(person, pose(passage, second));
    AffineTransform place = place(passage, second);
    Rectangle2D bounds = place.createTransformedShape(figure.bounds()).getBounds2D();
    PersonPainter painter = new PersonPainter(looks.get(passage.camera()).light());
    return Sprite.of(
        passage.personId(),
        passage.y(second),
        bounds,
        g -> painter.paint(g, person, figure, place));
  }

  /** A walk cycle takes as long a way as 0.7 of the stature. */
  private Pose pose(Passage passage, double second) {
    double cycle = 0.7 * height(passage, second);
    double phase = passage.walked(second) / cycle + passage.personId() * 0.37;
    return new Pose(passage.yaw(), phase - Math.floor(phase), STRIDE, PITCH);
  }

  private double height(Passage passage, double second) {
    double stature = people.get(passage.personId()).appearance().stature();
    return ground.height(passage.y(second)) * stature / 1.75;
  }

  private AffineTransform place(Passage passage, double second) {
    return PersonPainter.place(passage.x(second), passage.y(second), height(passage, second));
  }

  /** Figures laid flat on the ground, away from the light. */
  private void shadows(Graphics2D g, int camera, double second) {
    BufferedImage layer = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
    Graphics2D dark = layer.createGraphics();
    double lean = -0.8 * looks.get(camera).light().side();
    for (Passage passage : passages) {
      if (passage.camera() == camera && passage.covers(second)) {
        AffineTransform flat = new AffineTransform(1, 0, -lean, 0.22, lean, 0.78);
        AffineTransform place = place(passage, second);
        place.concatenate(flat);
        Figure figure =
            Figure.of(people.get(passage.personId()).appearance(), pose(passage, second));
        PersonPainter.paintSilhouette(dark, figure, place, Color.BLACK);
      }
    }
    dark.dispose();
    g.setComposite(AlphaComposite.SrcOver.derive(0.3f));
    g.drawImage(layer, 0, 0, null);
    g.setComposite(AlphaComposite.SrcOver);
  }

  /** Who is foremost at each pixel of the frame. */
  private static int[] owners(List<Sprite> sprites) {
    int[] owners = new int[WIDTH * HEIGHT];
    Arrays.fill(owners, Sprite.THING);
    for (Sprite sprite : sprites) {
      for (int row = 0; row < sprite.picture().getHeight(); row++) {
        for (int column = 0; column < sprite.picture().getWidth(); column++) {
          if (inFrame(sprite, column, row) && sprite.solid(column, row)) {
            owners[(sprite.y() + row) * WIDTH + sprite.x() + column] = sprite.owner();
          }
        }
      }
    }
    return owners;
  }

  private static double visiblePart(Sprite sprite, int[] owners) {
    int all = 0;
    int visible = 0;
    for (int row = 0; row < sprite.picture().getHeight(); row++) {
      for (int column = 0; column < sprite.picture().getWidth(); column++) {
        if (sprite.solid(column, row)) {
          all++;
          if (inFrame(sprite, column, row)
              && owners[(sprite.y() + row) * WIDTH + sprite.x() + column] == sprite.owner()) {
            visible++;
          }
        }
      }
    }
    return all == 0 ? 0 : (double) visible / all;
  }

  private static boolean inFrame(Sprite sprite, int column, int row) {
    int x = sprite.x() + column;
    int y = sprite.y() + row;
    return x >= 0 && x < WIDTH && y >= 0 && y < HEIGHT;
  }
}
