package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A person's crop as a street camera and a detector would make it: clutter behind, now and then
 * something before them, a box that is off or cuts the person, that camera's own look, and what a
 * poor recording leaves of it.
 *
 * @param camera which camera took it, from 0
 * @param jpeg its bytes: 60 to about 190 pixels high, about 0.4 as wide
 * @param mask white where the person is seen, black elsewhere, of the photo's size
 */
public record SyntheticPhoto(int camera, Media jpeg, Image mask) {

  /** How many cameras there are. */
  public static final int CAMERAS = 8;

  private static final int BACKDROP_WIDTH = 1200;
  private static final int BACKDROP_HEIGHT = 800;
  private static final int CANVAS_HEIGHT = 210;
  private static final List<CameraLook> LOOKS = new ArrayList<>();
  private static final List<BufferedImage> BACKDROPS = new ArrayList<>();

  static {
    for (int i = 0; i < CAMERAS; i++) {
      LOOKS.add(CameraLook.of(i));
      BACKDROPS.add(StreetBackdrop.paint(i, BACKDROP_WIDTH, BACKDROP_HEIGHT));
      BACKDROPS.add(StreetBackdrop.paint(i + 100, BACKDROP_WIDTH, BACKDROP_HEIGHT));
    }
  }

  /** Any shot: someone may stand in the way, the box may cut the person, the stream be poor. */
  static SyntheticPhoto of(PersonAppearance person, int camera, Dice dice) {
    CameraLook look = LOOKS.get(camera);
    Figure figure = Figure.of(person, pose(look, dice));
    Frame frame = Frame.around(figure.bounds(), dice);
    BufferedImage scene = background(camera, frame.width, dice);
    BufferedImage mask = new BufferedImage(frame.width, CANVAS_HEIGHT, BufferedImage.TYPE_INT_RGB);
    passers(scene, null, look, frame, dice, 0.22, -1);
    paint(scene, mask, look, person, figure, frame);
    passers(scene, mask, look, frame, dice, 0.1, 1);
    obstacle(scene, mask, frame, dice);
    int height = look.leastHeight() + dice.below(look.mostHeight() - look.leastHeight() + 1);
    return taken(scene, mask, look, height, Recording.of(dice), dice);
  }

  /** A shot that one would choose to have drawn: large, whole and of this person only. */
  static SyntheticPhoto clear(PersonAppearance person, int camera, Dice dice) {
    CameraLook look = LOOKS.get(camera);
    Figure figure = Figure.of(person, pose(look, dice));
    Frame frame = Frame.whole(figure.bounds(), dice);
    BufferedImage scene = background(camera, frame.width, dice);
    BufferedImage mask = new BufferedImage(frame.width, CANVAS_HEIGHT, BufferedImage.TYPE_INT_RGB);
    paint(scene, mask, look, person, figure, frame);
    return taken(scene, mask, look, look.mostHeight(), Recording.PERFECT, dice);
  }

  private static Pose pose(CameraLook look, Dice dice) {
    return new Pose(yaw(dice), dice.between(0, 1), dice.between(0.3, 1), look.pitch());
  }

  private static void paint(
      BufferedImage scene,
      BufferedImage mask,
      CameraLook look,
      PersonAppearance person,
      Figure figure,
      Frame frame) {
    AffineTransform place = PersonPainter.place(frame.footX, frame.footY, frame.stature);
    shadow(scene, frame);
    Graphics2D g = scene.createGraphics();
    new PersonPainter(look.light()).paint(g, person, figure, place);
    g.dispose();
    Graphics2D m = mask.createGraphics();
    PersonPainter.paintSilhouette(m, figure, place, Color.WHITE);
    m.dispose();
  }

  private static SyntheticPhoto taken(
      BufferedImage scene,
      BufferedImage mask,
      CameraLook look,
      int height,
      Recording recording,
      Dice dice) {
    int width = Math.max(24, Math.round((float) scene.getWidth() * height / CANVAS_HEIGHT));
    Image small = recording.moved(ImageCodec.fromBuffered(scene)).resize(width, height);
    Image taken = recording.streamed(look.take(small, dice.between(0.88, 1.12), dice));
    return new SyntheticPhoto(
        look.number(),
        new Media("image/jpeg", ImageCodec.jpeg(taken, look.jpegQuality()), null),
        ImageCodec.fromBuffered(mask).resize(width, height));
  }

  /** The photo as a reader of its JPEG sees it. */
  public Image image() {
    try {
      return ImageCodec.decode(jpeg.data());
    } catch (BadImageException e) {
      throw new IllegalStateException("A JPEG that was just written can be read", e);
    }
  }

  /** People mostly walk along or towards the street's axis, seldom exactly. */
  private static double yaw(Dice dice) {
    double[] common = {0, Math.PI / 4, -Math.PI / 4, Math.PI / 2, -Math.PI / 2, Math.PI, 2.4, -2.4};
    return common[dice.below(common.length)] + dice.gaussian() * 0.25;
  }

  /**
   * Where the person stands in the canvas.
   *
   * @param width of the canvas
   * @param footX middle of the feet
   * @param footY ground
   * @param stature in pixels
   */
  private record Frame(int width, double footX, double footY, double stature) {

    /** A detector's box: loose or tight; one in ten is far off to a side, one in nine cuts legs. */
    static Frame around(Rectangle2D bounds, Dice dice) {
      double top = dice.between(-0.03, 0.09);
      double bottom = dice.chance(0.11) ? dice.between(-0.35, -0.1) : dice.between(-0.04, 0.08);
      double wider = dice.between(-0.02, 0.14);
      double aside = dice.chance(0.1) ? 0.11 : 0.035;
      return of(bounds, top, bottom, wider, dice.between(-aside, aside));
    }

    /** A box with all of the person in it. */
    static Frame whole(Rectangle2D bounds, Dice dice) {
      return of(bounds, dice.between(0, 0.06), dice.between(0, 0.06), dice.between(0, 0.1), 0);
    }

    /** A box around a figure with these margins, in statures; negative ones cut it. */
    private static Frame of(
        Rectangle2D bounds, double top, double bottom, double wider, double aside) {
      double tall = bounds.getHeight() + top + bottom;
      double stature = CANVAS_HEIGHT / tall;
      double wide = Math.max(bounds.getWidth() + wider, 0.34 * tall);
      int width = (int) Math.round(Math.min(wide, 0.62 * tall) * stature);
      double middle = width / 2.0 + aside * stature;
      double footY = CANVAS_HEIGHT - (bottom + bounds.getMaxY() - 1) * stature;
      return new Frame(width, middle - bounds.getCenterX() * stature, footY, stature);
    }
  }

  private static BufferedImage background(int camera, int width, Dice dice) {
    BufferedImage street = BACKDROPS.get(camera * 2 + dice.below(2));
    int tall = 170 + dice.below(200);
    int wide = Math.max(1, tall * width / CANVAS_HEIGHT);
    int x = dice.below(street.getWidth() - wide);
    int y = (int) (street.getHeight() * dice.between(0.12, 0.5));
    y = Math.min(y, street.getHeight() - tall);
    BufferedImage scene = new BufferedImage(width, CANVAS_HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = scene.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    boolean flipped = dice.chance(0.5);
    int from = flipped ? width : 0;
    g.drawImage(street, from, 0, width - from, CANVAS_HEIGHT, x, y, x + wide, y + tall, null);
    g.dispose();
    return scene;
  }

  /** Another person at the crop's edge; one in front also hides a part of the mask. */
  private static void passers(
      BufferedImage scene,
      BufferedImage mask,
      CameraLook look,
      Frame frame,
      Dice dice,
      double probability,
      int nearer) {
    if (!dice.chance(probability)) {
      return;
    }
    PersonAppearance other = PersonAppearance.of(Dice.seed(dice.below(1 << 30), 5));
    Pose pose = new Pose(yaw(dice), dice.between(0, 1), 0.8, look.pitch());
    Figure figure = Figure.of(other, pose);
    double side = dice.chance(0.5) ? 1 : -1;
    double x = frame.footX + side * frame.stature * dice.between(0.2, 0.3);
    double y = frame.footY + nearer * frame.stature * dice.between(0.02, 0.1);
    AffineTransform place =
        PersonPainter.place(x, y, frame.stature * (1 + nearer * dice.between(0, 0.15)));
    Graphics2D g = scene.createGraphics();
    new PersonPainter(look.light()).paint(g, other, figure, place);
    g.dispose();
    if (mask != null) {
      Graphics2D m = mask.createGraphics();
      PersonPainter.paintSilhouette(m, figure, place, Color.BLACK);
      m.dispose();
    }
  }

  private static void shadow(BufferedImage scene, Frame frame) {
    Graphics2D g = scene.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    for (int i = 1; i <= 3; i++) {
      double wide = frame.stature * 0.1 * i;
      double tall = frame.stature * 0.02 * i;
      g.setColor(new Color(0, 0, 0, 45));
      g.fill(
          new Ellipse2D.Double(frame.footX - wide, frame.footY - tall * 1.3, 2 * wide, 2 * tall));
    }
    g.dispose();
  }

  /** A post, a bin or a bonnet before the person, one time in eight. */
  private static void obstacle(BufferedImage scene, BufferedImage mask, Frame frame, Dice dice) {
    if (!dice.chance(0.12)) {
      return;
    }
    boolean post = dice.chance(0.5);
    double x = dice.between(0, frame.width);
    double wide = frame.width * (post ? dice.between(0.04, 0.1) : dice.between(0.3, 0.9));
    double top = post ? 0 : CANVAS_HEIGHT * dice.between(0.65, 0.9);
    Rectangle2D shape = new Rectangle2D.Double(x - wide / 2, top, wide, CANVAS_HEIGHT);
    Graphics2D g = scene.createGraphics();
    g.setColor(Wardrobe.cloth(dice));
    g.fill(shape);
    g.dispose();
    Graphics2D m = mask.createGraphics();
    m.setColor(Color.BLACK);
    m.fill(shape);
    m.dispose();
  }
}
