package io.sketchwatch.jobs.video;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;

/** Small videos that tests encode themselves: plain colours that change from frame to frame. */
public final class EncodedVideo {

  public static final int WIDTH = 64;
  public static final int HEIGHT = 48;

  private EncodedVideo() {}

  /** The picture that frame {@code index} shows. */
  public static Image frame(int index) {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    byte[] colour = {(byte) (200 - 10 * index), (byte) (40 + 10 * index), 90};
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = colour[i % 3];
    }
    return new Image(WIDTH, HEIGHT, rgb);
  }

  /** Encodes by the codec that the file is named after, {@code mpeg4} or {@code mjpeg}. */
  public static Path write(Path file, double framesPerSecond, int frames) throws IOException {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    boolean mjpeg = file.getFileName().toString().startsWith("mjpeg");
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), WIDTH, HEIGHT);
        Java2DFrameConverter converter = new Java2DFrameConverter()) {
      recorder.setVideoCodec(mjpeg ? avcodec.AV_CODEC_ID_MJPEG : avcodec.AV_CODEC_ID_MPEG4);
      recorder.setPixelFormat(mjpeg ? avutil.AV_PIX_FMT_YUVJ420P : avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(framesPerSecond);
      recorder.setVideoQuality(2);
      recorder.start();
      for (int i = 0; i < frames; i++) {
        recorder.record(converter.convert(ImageCodec.toBuffered(frame(i))));
      }
    }
    return file;
  }
}
