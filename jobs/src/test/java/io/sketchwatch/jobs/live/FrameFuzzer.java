package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.jobs.codec.FrameRecords;
import io.sketchwatch.jobs.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Frames in which something is wrong, or odd: a header, the key, or the picture itself. */
final class FrameFuzzer implements RecordFuzzer {

  private static final List<String> HEADERS =
      List.of("ce_id", "ce_source", "ce_time", "ce_type", "ce_specversion", "content-type");

  private static final List<String> ODD_TEXTS =
      List.of(
          "",
          " ",
          "noon",
          "two\nlines",
          "\u0000",
          "0.3",
          "2099-01-01T00:00:00Z",
          "1969-12-31T23:59:59Z",
          "0000-01-01T00:00:00Z",
          "+1000000000-12-31T23:59:59.999999999Z",
          "2026-02-30T00:00:00Z",
          "image/gif",
          "image/",
          "text/uri-list",
          "text/uri-list; charset=\u00fc",
          "IMAGE/PNG;;;",
          "video/mp4",
          "x".repeat(10_000));

  private static final List<String> URI_LISTS =
      List.of(
          "file:///etc/hostname",
          "file:///frames/../etc/hostname",
          "gopher://nowhere/frame.jpg",
          "http://[",
          "mailto:nobody",
          "a\nb",
          "# nothing",
          "relative.jpg",
          "%");

  private final byte[] jpeg;
  private final byte[] png;

  FrameFuzzer() {
    Image picture = BlockWorld.picture(BlockWorld.ENTRANCE, BlockWorld.hue(0, 12));
    jpeg = ImageCodec.jpeg(picture, 0.5);
    png = ImageCodec.png(picture);
  }

  @Override
  public ProducerRecord<byte[], byte[]> next(int number, Random random) {
    boolean isJpeg = random.nextBoolean();
    byte[] content = isJpeg ? jpeg : png;
    String type = isJpeg ? "image/jpeg" : "image/png";
    return switch (random.nextInt(10)) {
      case 0, 1 -> oddHeader(frame(number, type, content), random);
      case 2 -> oddKey(frame(number, type, content), random);
      case 3 -> frame(number, "text/uri-list", any(URI_LISTS, random).getBytes(UTF_8));
      case 4 -> frame(number, type, random.nextBoolean() ? new byte[0] : null);
      default -> frame(number, type, ByteMutation.any(random).of(content, random));
    };
  }

  private static ProducerRecord<byte[], byte[]> frame(int number, String type, byte[] content) {
    return FrameRecords.producerRecord(
        Topic.FRAMES.topicName(),
        number % 500 == 250 ? FuzzRun.id(number) : "camera-" + number % 8,
        FuzzRun.id(number),
        Instant.now(),
        type,
        content);
  }

  private static ProducerRecord<byte[], byte[]> oddHeader(
      ProducerRecord<byte[], byte[]> frame, Random random) {
    String name = any(HEADERS, random);
    Headers headers = frame.headers();
    switch (random.nextInt(4)) {
      case 0 -> headers.remove(name);
      case 1 -> headers.add(name, null);
      case 2 -> headers.add(name, new byte[] {(byte) 0xc3, (byte) 0x28});
      default -> headers.add(name, any(ODD_TEXTS, random).getBytes(UTF_8));
    }
    return frame;
  }

  private static ProducerRecord<byte[], byte[]> oddKey(
      ProducerRecord<byte[], byte[]> frame, Random random) {
    byte[] key = random.nextInt(4) == 0 ? null : JsonFuzzer.oddKey(frame.key(), random);
    if (key != null && random.nextBoolean()) {
      frame.headers().add("ce_source", key);
    }
    return new ProducerRecord<>(frame.topic(), 0, key, frame.value(), frame.headers());
  }

  private static String any(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }
}
