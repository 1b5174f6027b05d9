package io.sketchwatch.jobs.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.jobs.codec.proto.BoxMessage;
import io.sketchwatch.jobs.codec.proto.CropReferenceMessage;
import io.sketchwatch.jobs.codec.proto.FrameReferenceMessage;
import io.sketchwatch.jobs.codec.proto.SightingMessage;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The value of topics {@code sightings} and {@code reembedded-sightings}: Protobuf message {@code
 * sketchwatch.v1.SightingMessage}. The crop reference is missing where no crops are kept.
 */
public final class SightingCodec {

  private SightingCodec() {}

  /** Writes one message. */
  public static byte[] encode(Sighting sighting) {
    SightingMessage.Builder message =
        SightingMessage.newBuilder()
            .setCameraId(sighting.cameraId())
            .setTrackletId(sighting.trackletId())
            .setShot(sighting.shot())
            .setFirstSeen(timestamp(sighting.firstSeen()))
            .setLastSeen(timestamp(sighting.lastSeen()))
            .setBox(message(sighting.box()))
            .setQuality(sighting.quality())
            .setFrame(message(sighting.frame()))
            .setModelId(sighting.modelId());
    for (float value : sighting.embedding().values()) {
      message.addEmbedding(value);
    }
    if (sighting.crop() != null) {
      message.setCrop(message(sighting.crop()));
    }
    return message.build().toByteArray();
  }

  /** Reads one message; an embedding of no values, or with NaN or infinity, is refused. */
  public static Sighting decode(byte[] bytes) throws BadRecordException {
    SightingMessage message;
    try {
      message = SightingMessage.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new BadRecordException(
          "Sighting must be a SightingMessage: %s".formatted(e.getMessage()));
    }
    String subject = "Sighting '%s/%d'".formatted(message.getTrackletId(), message.getShot());
    if (!message.hasFrame() || !message.hasBox()) {
      throw new BadRecordException(subject + " must have a frame and a box, but one is missing");
    }
    return new Sighting(
        Texts.id("Camera of " + subject, message.getCameraId()),
        Texts.joinedId("Tracklet of " + subject, message.getTrackletId()),
        message.getShot(),
        instant(subject, message.getFirstSeen()),
        instant(subject, message.getLastSeen()),
        box(subject, message.getBox()),
        message.getQuality(),
        reference(message.getFrame()),
        Texts.id("Model of " + subject, message.getModelId()),
        embedding(subject, message),
        message.hasCrop() ? reference(message.getCrop()) : null);
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static Instant instant(String subject, Timestamp time) throws BadRecordException {
    try {
      return Texts.bounded(
          "Time of " + subject, Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
    } catch (DateTimeException | ArithmeticException e) {
      throw new BadRecordException(
          "Time of %s must be an instant, but was %d s".formatted(subject, time.getSeconds()));
    }
  }

  private static BoxMessage message(Box box) {
    return BoxMessage.newBuilder()
        .setX(box.x())
        .setY(box.y())
        .setWidth(box.width())
        .setHeight(box.height())
        .build();
  }

  private static Box box(String subject, BoxMessage box) throws BadRecordException {
    try {
      return new Box(box.getX(), box.getY(), box.getWidth(), box.getHeight());
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(subject + ": " + e.getMessage());
    }
  }

  private static FrameReferenceMessage message(FrameReference frame) {
    return FrameReferenceMessage.newBuilder()
        .setTopic(frame.topic())
        .setPartition(frame.partition())
        .setOffset(frame.offset())
        .setFrameId(frame.frameId())
        .setSha256(frame.sha256())
        .build();
  }

  private static FrameReference reference(FrameReferenceMessage frame) {
    return new FrameReference(
        frame.getTopic(),
        frame.getPartition(),
        frame.getOffset(),
        frame.getFrameId(),
        frame.getSha256());
  }

  private static CropReferenceMessage message(CropReference crop) {
    return CropReferenceMessage.newBuilder()
        .setTopic(crop.topic())
        .setPartition(crop.partition())
        .setOffset(crop.offset())
        .setSha256(crop.sha256())
        .build();
  }

  private static CropReference reference(CropReferenceMessage crop) {
    return new CropReference(
        crop.getTopic(), crop.getPartition(), crop.getOffset(), crop.getSha256());
  }

  private static Embedding embedding(String subject, SightingMessage message)
      throws BadRecordException {
    float[] values = new float[message.getEmbeddingCount()];
    boolean finite = true;
    for (int i = 0; i < values.length; i++) {
      values[i] = message.getEmbedding(i);
      finite &= Float.isFinite(values[i]);
    }
    if (values.length == 0 || !finite) {
      throw new BadRecordException(
          "%s must have an embedding of finite numbers, but its %d values are not"
              .formatted(subject, values.length));
    }
    return new Embedding(values);
  }
}
