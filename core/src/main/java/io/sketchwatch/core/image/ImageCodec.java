package io.sketchwatch.core.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;

/**
 * JPEG, PNG, BMP and GIF to {@link Image} and back, with the decoders of the JDK, which are memory
 * safe: a hostile picture costs an exception, never the process.
 *
 * <p>The size is read from the header before any pixel is decoded, so that a small file cannot
 * claim gigabytes. A JPEG that ends early is refused, for its decoder would fill in what is missing
 * with grey. Transparent pixels become white, as paper is.
 */
public final class ImageCodec {

  /** Most pixels of a picture that is decoded: 50 million, an 8K frame with room to spare. */
  public static final long MAX_PIXELS = 50_000_000;

  /** How the JDK's JPEG decoder (libjpeg) warns of missing pixels. */
  private static final String CUT_OFF = "premature end of data segment";

  static {
    ImageIO.setUseCache(false);
  }

  private ImageCodec() {}

  /** Decodes a picture of at most {@link #MAX_PIXELS}. */
  public static Image decode(byte[] bytes) throws BadImageException {
    if (bytes.length == 0) {
      throw new BadImageException("Expected a picture, but the content is empty");
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new BadImageException("Expected JPEG or PNG, but the content is neither");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        checkSize(reader.getWidth(0), reader.getHeight(0));
        return fromBuffered(readWhole(reader));
      } finally {
        reader.dispose();
      }
    } catch (BadImageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new BadImageException("The picture can't be decoded: " + e.getMessage(), e);
    }
  }

  private static BufferedImage readWhole(ImageReader reader) throws IOException {
    boolean[] cutOff = new boolean[1];
    reader.addIIOReadWarningListener((source, warning) -> cutOff[0] |= warning.contains(CUT_OFF));
    BufferedImage picture = reader.read(0);
    if (cutOff[0]) {
      throw new BadImageException("Expected a whole picture, but its content ends early");
    }
    return picture;
  }

  private static void checkSize(long width, long height) throws BadImageException {
    if (width * height > MAX_PIXELS) {
      throw new BadImageException(
          "Expected at most %d pixels, but the picture is %d x %d"
              .formatted(MAX_PIXELS, width, height));
    }
  }

  /** Encodes as baseline JPEG; quality from 0 to 1. */
  public static byte[] jpeg(Image image, double quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality((float) quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(toBuffered(image), null, null), param);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    } finally {
      writer.dispose();
    }
  }

  /** Encodes as PNG. */
  public static byte[] png(Image image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(toBuffered(image), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /** Copies a Java2D picture of any type. */
  public static Image fromBuffered(BufferedImage picture) {
    BufferedImage bgr = picture;
    if (picture.getType() != BufferedImage.TYPE_3BYTE_BGR) {
      bgr =
          new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
      Graphics2D graphics = bgr.createGraphics();
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, bgr.getWidth(), bgr.getHeight());
      graphics.drawImage(picture, 0, 0, null);
      graphics.dispose();
    }
    byte[] data = ((DataBufferByte) bgr.getRaster().getDataBuffer()).getData();
    return new Image(bgr.getWidth(), bgr.getHeight(), exchangeRedAndBlue(data));
  }

  /** Copies to a Java2D picture of type {@code TYPE_3BYTE_BGR}. */
  public static BufferedImage toBuffered(Image image) {
    BufferedImage bgr =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] data = ((DataBufferByte) bgr.getRaster().getDataBuffer()).getData();
    System.arraycopy(exchangeRedAndBlue(image.rgb()), 0, data, 0, data.length);
    return bgr;
  }

  private static byte[] exchangeRedAndBlue(byte[] from) {
    byte[] to = new byte[from.length];
    for (int i = 0; i < to.length; i += 3) {
      to[i] = from[i + 2];
      to[i + 1] = from[i + 1];
      to[i + 2] = from[i];
    }
    return to;
  }
}
