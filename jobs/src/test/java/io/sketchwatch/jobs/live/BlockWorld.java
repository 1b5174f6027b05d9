package io.sketchwatch.jobs.live;

import ai.djl.Device;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.crop.CropStore;
import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.operators.crop.DetectorFactory;
import io.sketchwatch.operators.embedding.EncoderFactory;
import io.sketchwatch.operators.model.ServedModel;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A world so simple that the truth is known: striped blocks of one hue each walk over grey ground,
 * the detector finds what is not grey, and an embedding is a block's hue. Everything between is the
 * product's own.
 */
final class BlockWorld {

  static final String MODEL = "hue-1";
  static final ServedModel START_MODEL = ServedModel.atStart(MODEL, "none", Map.of());
  static final int FRAME_WIDTH = 320;
  static final int FRAME_HEIGHT = 200;
  static final long FRAME_MILLIS = 100;
  static final Instant START = Instant.parse("2024-03-01T08:00:00Z");
  static final int STEPS_TO_CROSS = 8;

  /** Left edge of a block that has just come in whole. */
  static final int ENTRANCE = 15;

  /** Pixels from one frame to the next. */
  static final int STRIDE = 25;

  static final int BLOCK_TOP = 50;
  static final int BLOCK_WIDTH = 40;
  static final int BLOCK_HEIGHT = 110;

  private static final Color GROUND = new Color(128, 128, 128);

  private BlockWorld() {}

  /** The n-th of {@code count} hues, as far from one another as they can be. */
  static Color hue(int n, int count) {
    return Color.getHSBColor((float) n / count, 0.9f, 0.9f);
  }

  /** Frame {@code index} of a camera that one block after the other crosses, hue by hue. */
  static Frame frame(String camera, int index, int hues) {
    int step = index % STEPS_TO_CROSS;
    return new Frame(
        camera,
        "f%06d".formatted(index),
        START.plusMillis(index * FRAME_MILLIS),
        "image/png",
        ImageCodec.png(picture(ENTRANCE + step * STRIDE, hue(index / STEPS_TO_CROSS % hues, hues))),
        new RecordOrigin("frames", 0, index));
  }

  /** What a camera sees of a block whose left edge is at {@code left}, which may be outside. */
  static Image picture(int left, Color hue) {
    BufferedImage picture =
        new BufferedImage(FRAME_WIDTH, FRAME_HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(GROUND);
    graphics.fillRect(0, 0, FRAME_WIDTH, FRAME_HEIGHT);
    paintBlock(graphics, left, BLOCK_TOP, hue);
    graphics.dispose();
    return ImageCodec.fromBuffered(picture);
  }

  /** A picture of one block: the sketch of this world. */
  static byte[] sketch(Color hue) {
    BufferedImage picture =
        new BufferedImage(BLOCK_WIDTH, BLOCK_HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = picture.createGraphics();
    paintBlock(graphics, 0, 0, hue);
    graphics.dispose();
    return ImageCodec.png(ImageCodec.fromBuffered(picture));
  }

  private static void paintBlock(Graphics2D graphics, int x, int y, Color hue) {
    for (int row = 0; row < BLOCK_HEIGHT; row += 5) {
      graphics.setColor(row % 10 == 0 ? hue : hue.darker());
      graphics.fillRect(x, y + row, BLOCK_WIDTH, 5);
    }
  }

  private static boolean isGround(Image image, int x, int y) {
    return Math.abs(image.at(x, y, 0) - image.at(x, y, 1)) < 12
        && Math.abs(image.at(x, y, 1) - image.at(x, y, 2)) < 12;
  }

  /** Finds the one block of a frame. */
  record BlockDetector() implements Detector {

    @Override
    public String id() {
      return "blocks";
    }

    @Override
    public List<List<Detection>> detect(List<Image> images) {
      return images.stream().map(BlockDetector::detect).toList();
    }

    private static List<Detection> detect(Image image) {
      int left = Integer.MAX_VALUE;
      int top = Integer.MAX_VALUE;
      int right = -1;
      int bottom = -1;
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          if (!isGround(image, x, y)) {
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
          }
        }
      }
      return right < 0
          ? List.of()
          : List.of(new Detection(new Box(left, top, right - left + 1, bottom - top + 1), 0.9));
    }

    @Override
    public void close() {}
  }

  /** Embeds a picture as the direction of its mean colour from grey. */
  record HueEncoder() implements Encoder {

    @Override
    public String modelId() {
      return MODEL;
    }

    @Override
    public int dimension() {
      return 3;
    }

    @Override
    public List<Embedding> embed(Modality modality, List<Image> images) {
      List<Embedding> embeddings = new ArrayList<>();
      for (Image image : images) {
        float[] mean = new float[3];
        for (int i = 0; i < image.rgb().length; i++) {
          mean[i % 3] += image.rgb()[i] & 0xff;
        }
        float grey = (mean[0] + mean[1] + mean[2]) / 3;
        for (int channel = 0; channel < 3; channel++) {
          mean[channel] -= grey;
        }
        embeddings.add(Embedding.normalised(mean));
      }
      return embeddings;
    }

    @Override
    public void close() {}
  }

  /** Numbers crops as a one-partition topic would, and forgets them. */
  static final class CountingCropStore implements CropStore {

    private final AtomicLong next = new AtomicLong();

    @Override
    public CompletionStage<CropReference> store(
        String key, String cameraId, Supplier<byte[]> jpeg) {
      return CompletableFuture.completedFuture(
          new CropReference("crops", 0, next.getAndIncrement(), Sha256.hex(jpeg.get())));
    }

    @Override
    public void close() {}
  }

  record Blocks() implements DetectorFactory {
    private static final long serialVersionUID = 1;

    @Override
    public String key() {
      return "blocks";
    }

    @Override
    public Detector open(Device device) {
      return new BlockDetector();
    }
  }

  record Hues() implements EncoderFactory {
    private static final long serialVersionUID = 1;

    @Override
    public String key() {
      return MODEL;
    }

    @Override
    public Encoder open(Device device) {
      return new HueEncoder();
    }
  }
}
