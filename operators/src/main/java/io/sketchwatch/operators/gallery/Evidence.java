package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/**
 * What an alert needs of a sighting beside its score, its camera and its model.
 *
 * @param trackletId who
 * @param shot 0, 1 or 2
 * @param firstSeen capture time of the tracklet's first detection
 * @param lastSeen capture time of the shot
 * @param box where, in its frame
 * @param frame which frame
 * @param crop the stored picture; null if none is kept
 */
public record Evidence(
    String trackletId,
    int shot,
    Instant firstSeen,
    Instant lastSeen,
    Box box,
    FrameReference frame,
    CropReference crop) {

  /** Of a sighting. */
  public static Evidence of(Sighting sighting) {
    return new Evidence(
        sighting.trackletId(),
        sighting.shot(),
        sighting.firstSeen(),
        sighting.lastSeen(),
        sighting.box(),
        sighting.frame(),
        sighting.crop());
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(trackletId);
    out.writeByte(shot);
    write(firstSeen, out);
    write(lastSeen, out);
    out.writeInt(box.x());
    out.writeInt(box.y());
    out.writeInt(box.width());
    out.writeInt(box.height());
    out.writeUTF(frame.topic());
    out.writeInt(frame.partition());
    out.writeLong(frame.offset());
    out.writeUTF(frame.frameId());
    out.writeUTF(frame.sha256());
    out.writeBoolean(crop != null);
    if (crop != null) {
      out.writeUTF(crop.topic());
      out.writeInt(crop.partition());
      out.writeLong(crop.offset());
      out.writeUTF(crop.sha256());
    }
  }

  static Evidence read(DataInput in) throws IOException {
    return new Evidence(
        in.readUTF(),
        in.readByte(),
        readInstant(in),
        readInstant(in),
        new Box(in.readInt(), in.readInt(), in.readInt(), in.readInt()),
        new FrameReference(in.readUTF(), in.readInt(), in.readLong(), in.readUTF(), in.readUTF()),
        in.readBoolean()
            ? new CropReference(in.readUTF(), in.readInt(), in.readLong(), in.readUTF())
            : null);
  }

  private static void write(Instant time, DataOutput out) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static Instant readInstant(DataInput in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }
}
