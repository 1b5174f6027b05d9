package io.sketchwatch.core.audit;

import io.sketchwatch.core.layout.LayoutVersion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/**
 * Where a chain ends, and how much of it is anchored. Immutable.
 *
 * @param chain which chain
 * @param seq place of the last record; -1 before there is one
 * @param hash of the last record; {@link #NO_HASH} before there is one
 * @param at when the last record was recorded; null before there is one
 * @param anchoredSeq place of the last record that an anchor names; -1 before there is one
 */
public record AuditHead(String chain, long seq, String hash, Instant at, long anchoredSeq) {

  /** What stands for the hash of a record before the first: 64 zeros. */
  public static final String NO_HASH = "0".repeat(64);

  private static final byte LAYOUT_VERSION = 1;
  private static final long NONE = -1;

  /** Of a chain without records. */
  public static AuditHead of(String chain) {
    return new AuditHead(chain, NONE, NO_HASH, null, NONE);
  }

  /**
   * The record that comes next.
   *
   * @param now wall clock; where it has gone back, the time of the last record stands
   */
  public AuditRecord next(String reference, AuditEvent event, Instant now) {
    Instant time = at != null && now.isBefore(at) ? at : now;
    return new AuditRecord(reference, chain, seq + 1, hash, at, time, event);
  }

  /**
   * The head once that record is the last.
   *
   * @param recordHash its hash
   */
  public AuditHead after(AuditRecord record, String recordHash) {
    return new AuditHead(chain, record.seq(), recordHash, record.at(), anchoredSeq);
  }

  /** Whether there are records that no anchor covers. */
  public boolean hasUnanchored() {
    return anchoredSeq < seq;
  }

  /** A copy for keeping elsewhere. */
  public AuditAnchor anchor(String reference, Instant now) {
    return new AuditAnchor(reference, chain, seq, hash, at, now);
  }

  /** The same head, anchored. */
  public AuditHead anchored() {
    return new AuditHead(chain, seq, hash, at, seq);
  }

  /** Writes the layout that {@link #read} reads. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(LAYOUT_VERSION);
    out.writeUTF(chain);
    out.writeLong(seq);
    out.writeUTF(hash);
    out.writeLong(at == null ? NONE : at.toEpochMilli());
    out.writeLong(anchoredSeq);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if a later release wrote it
   */
  public static AuditHead read(DataInput in) throws IOException {
    LayoutVersion.check("Audit head", LAYOUT_VERSION, in);
    String chain = in.readUTF();
    long seq = in.readLong();
    String hash = in.readUTF();
    long at = in.readLong();
    return new AuditHead(
        chain, seq, hash, at == NONE ? null : Instant.ofEpochMilli(at), in.readLong());
  }
}
