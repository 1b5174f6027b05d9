package io.sketchwatch.jobs.audit;

import io.sketchwatch.core.audit.AuditAnchor;
import io.sketchwatch.core.audit.AuditFinding;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.audit.ChainReport;
import io.sketchwatch.core.audit.ChainVerifier;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.jobs.codec.AuditAnchorJson;
import io.sketchwatch.jobs.codec.AuditJson;
import io.sketchwatch.jobs.codec.BadRecordException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Verifies the audit of many cases, record by record as the topics hold them: first all anchors,
 * then all records. Not thread-safe.
 */
public final class TrailVerifier {

  private final Instant retainedSince;
  private final SortedMap<ChainName, ChainVerifier> chains = new TreeMap<>();
  private final List<AuditFinding> unreadable = new ArrayList<>();

  /**
   * Begins.
   *
   * @param retainedSince where retention starts: what was recorded before may be gone; null if
   *     nothing may
   */
  public TrailVerifier(Instant retainedSince) {
    this.retainedSince = retainedSince;
  }

  /**
   * Takes in an anchor.
   *
   * @param key the case, as the record has it
   */
  public void addAnchor(String key, byte[] value) {
    try {
      AuditAnchor anchor = AuditAnchorJson.decode(present(value));
      requireKey(anchor.reference(), key);
      chain(anchor.reference(), anchor.chain()).accept(anchor);
    } catch (BadRecordException e) {
      unreadable.add(unreadable(key, "an anchor", e));
    }
  }

  /**
   * Takes in the next record of the trail.
   *
   * @param key the case, as the record has it
   */
  public void addRecord(String key, byte[] value) {
    try {
      AuditRecord record = AuditJson.decode(present(value));
      requireKey(record.reference(), key);
      chain(record.reference(), record.chain()).accept(record, Sha256.hex(value));
    } catch (BadRecordException e) {
      unreadable.add(unreadable(key, "a record", e));
    }
  }

  private static AuditFinding unreadable(String key, String what, BadRecordException cause) {
    return new AuditFinding(
        key, null, null, "has %s that can't be read: %s".formatted(what, cause.getMessage()));
  }

  private static byte[] present(byte[] value) throws BadRecordException {
    if (value == null) {
      throw new BadRecordException("Audit must not hold tombstones, but does");
    }
    return value;
  }

  private static void requireKey(String reference, String key) throws BadRecordException {
    if (!reference.equals(key)) {
      throw new BadRecordException(
          "Audit of case '%s' must have the case as key, but was '%s'".formatted(reference, key));
    }
  }

  private ChainVerifier chain(String reference, String chain) {
    return chains.computeIfAbsent(
        new ChainName(reference, chain),
        name -> new ChainVerifier(reference, chain, retainedSince));
  }

  /** Whether records that are anchored have not been taken in, and may still come. */
  public boolean isBehind() {
    return chains.values().stream().anyMatch(ChainVerifier::isBehind);
  }

  /** What is known of each chain, by case. To be asked once. */
  public List<ChainReport> reports() {
    return chains.values().stream().map(ChainVerifier::finish).toList();
  }

  /** What belongs to no chain. */
  public List<AuditFinding> unreadable() {
    return List.copyOf(unreadable);
  }

  private record ChainName(String reference, String chain) implements Comparable<ChainName> {

    @Override
    public int compareTo(ChainName other) {
      int byCase = reference.compareTo(other.reference);
      return byCase != 0 ? byCase : chain.compareTo(other.chain);
    }
  }
}
