package io.sketchwatch.core.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Verifies one chain: its records, in the order in which they are stored, against each other and
 * against its anchors.
 *
 * <p>Any record that was removed, changed, moved or repeated is found, if it is not after the last
 * anchor and was not due to go by retention. Memory: the anchors, not the records. Not thread-safe.
 */
public final class ChainVerifier {

  private final String reference;
  private final String chain;
  private final Instant retainedSince;
  private final NavigableMap<Long, List<AuditAnchor>> unmet = new TreeMap<>();
  private final List<AuditFinding> findings = new ArrayList<>();

  private Long anchoredSeq;
  private Long firstSeq;
  private AuditRecord last;
  private String lastHash;
  private long records;
  private long unanchored;
  private Instant unanchoredSince;

  /**
   * Begins.
   *
   * @param retainedSince records before may be gone; null if none may
   */
  public ChainVerifier(String reference, String chain, Instant retainedSince) {
    this.reference = reference;
    this.chain = chain;
    this.retainedSince = retainedSince;
  }

  /** Takes in an anchor, before any record. */
  public void accept(AuditAnchor anchor) {
    unmet.computeIfAbsent(anchor.seq(), seq -> new ArrayList<>()).add(anchor);
    anchoredSeq = unmet.lastKey();
  }

  /**
   * Takes in the next record of the chain.
   *
   * @param hash of the record, as it is stored
   */
  public void accept(AuditRecord record, String hash) {
    if (last == null) {
      checkFirst(record);
      firstSeq = record.seq();
    } else {
      checkLink(record);
    }
    checkAnchors(record, hash);
    if (anchoredSeq == null || record.seq() > anchoredSeq) {
      unanchored++;
      unanchoredSince = unanchoredSince == null ? record.at() : unanchoredSince;
    }
    records++;
    last = record;
    lastHash = hash;
  }

  private void checkFirst(AuditRecord record) {
    boolean begins = record.previousHash().equals(AuditHead.NO_HASH);
    if (begins != (record.seq() == 0) || begins != (record.previousAt() == null)) {
      find(record.seq(), "names a record before it if and only if it is not the first");
    } else if (!begins && !mayBeGone(record.previousAt())) {
      find(
          record.seq() - 1,
          "is missing, as are all before it: it was recorded at %s, and %s"
              .formatted(record.previousAt(), retention()));
    }
  }

  private void checkLink(AuditRecord record) {
    if (record.seq() != last.seq() + 1) {
      find(record.seq(), "comes right after record %d".formatted(last.seq()));
    } else if (!record.previousHash().equals(lastHash)) {
      find(last.seq(), "does not have the hash that record %d names".formatted(record.seq()));
    } else if (!last.at().equals(record.previousAt()) || record.at().isBefore(last.at())) {
      find(record.seq(), "was not recorded when record %d says".formatted(last.seq()));
    }
  }

  private void checkAnchors(AuditRecord record, String hash) {
    List<AuditAnchor> anchors = unmet.remove(record.seq());
    if (anchors != null && anchors.stream().anyMatch(anchor -> !anchor.hash().equals(hash))) {
      find(record.seq(), "does not have the hash that was anchored");
    }
  }

  /** Whether records that are anchored have not been taken in, and may still come. */
  public boolean isBehind() {
    return !unmet.isEmpty()
        && (last == null || unmet.lastKey() > last.seq())
        && !mayBeGone(unmet.lastEntry().getValue().get(0).recordedAt());
  }

  /** What is known once all records were taken in. To be asked once. */
  public ChainReport finish() {
    for (List<AuditAnchor> anchors : unmet.values()) {
      AuditAnchor anchor = anchors.get(0);
      boolean before = firstSeq == null || anchor.seq() < firstSeq;
      if (!before || !mayBeGone(anchor.recordedAt())) {
        find(
            anchor.seq(),
            "is missing: it was anchored at %s, and %s".formatted(anchor.at(), retention()));
      }
    }
    return new ChainReport(
        reference,
        chain,
        records,
        firstSeq,
        last == null ? null : last.seq(),
        anchoredSeq,
        unanchored,
        unanchoredSince,
        List.copyOf(findings));
  }

  private boolean mayBeGone(Instant recordedAt) {
    return retainedSince != null && recordedAt.isBefore(retainedSince);
  }

  private String retention() {
    return retainedSince == null
        ? "nothing was said to be gone by retention"
        : "retention starts at " + retainedSince;
  }

  private void find(long seq, String problem) {
    findings.add(new AuditFinding(reference, chain, seq, problem));
  }
}
