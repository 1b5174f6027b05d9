package io.sketchwatch.jobs.audit;

import io.sketchwatch.core.audit.AuditAnchor;
import io.sketchwatch.core.audit.AuditEvent;
import io.sketchwatch.core.audit.AuditFinding;
import io.sketchwatch.core.audit.AuditHead;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.audit.ChainReport;
import io.sketchwatch.jobs.codec.AuditAnchorJson;
import io.sketchwatch.jobs.codec.AuditJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Chains of some cases as the topics store them, for somebody to meddle with. */
final class StoredTrail {

  static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  final List<Stored> records = new ArrayList<>();

  private final Map<String, AuditHead> heads = new HashMap<>();
  private final Map<String, Long> anchored = new HashMap<>();
  private final List<AuditAnchor> anchors = new ArrayList<>();

  /**
   * What is stored.
   *
   * @param record as it was written
   * @param value as it is read
   */
  record Stored(AuditRecord record, byte[] value) {}

  /** Records of some cases by turns of chance, a second apart; some heads are anchored. */
  static StoredTrail random(int records, int cases, Random random) {
    StoredTrail trail = new StoredTrail();
    for (int i = 0; i < records; i++) {
      String reference = "case-" + random.nextInt(cases);
      trail.append(reference, "q-" + i, NOON.plusSeconds(i));
      if (random.nextInt(4) == 0 || i == records - 1) {
        trail.anchor(reference, NOON.plusSeconds(i));
      }
    }
    return trail;
  }

  void append(String reference, String queryId, Instant at) {
    AuditHead head = heads.getOrDefault(reference, AuditHead.of("chain of " + reference));
    AuditEvent event =
        new AuditEvent(queryId, AuditEvent.Kind.QUERY_ACCEPTED, Map.of("version", "1"));
    AuditRecord record = head.next(reference, event, at);
    heads.put(reference, head.after(record, AuditJson.hash(record)));
    records.add(new Stored(record, AuditJson.encode(record)));
  }

  void anchor(String reference, Instant at) {
    AuditHead head = heads.get(reference);
    anchors.add(head.anchor(reference, at));
    anchored.put(reference, head.seq());
  }

  /** Places of the records that an anchor covers, of all cases or of that of a record. */
  List<Integer> anchoredPlaces(AuditRecord ofCase) {
    return Stream.iterate(0, i -> i < records.size(), i -> i + 1)
        .filter(i -> isAnchored(records.get(i).record()))
        .filter(i -> ofCase == null || isOf(ofCase, i))
        .toList();
  }

  private boolean isAnchored(AuditRecord record) {
    return record.seq() <= anchored.getOrDefault(record.reference(), -1L);
  }

  private boolean isOf(AuditRecord ofCase, int place) {
    return records.get(place).record().reference().equals(ofCase.reference());
  }

  /** Writes a record anew with another event, and all that follow it in its chain after it. */
  void rewriteFrom(int place) {
    AuditRecord first = records.get(place).record();
    AuditHead head = new AuditHead(first.chain(), first.seq() - 1, first.previousHash(), null, -1);
    Instant previousAt = first.previousAt();
    for (int i = place; i < records.size(); i++) {
      AuditRecord old = records.get(i).record();
      if (isOf(first, i)) {
        AuditEvent event = i == place ? forged(old.event()) : old.event();
        AuditRecord written =
            new AuditRecord(
                old.reference(), old.chain(), old.seq(), head.hash(), previousAt, old.at(), event);
        head = head.after(written, AuditJson.hash(written));
        previousAt = written.at();
        records.set(i, new Stored(written, AuditJson.encode(written)));
      }
    }
  }

  private static AuditEvent forged(AuditEvent event) {
    return new AuditEvent(event.queryId(), event.kind(), Map.of("version", "2"));
  }

  /** What a verifier finds that is told where retention starts. */
  List<AuditFinding> findings(Instant retainedSince) {
    TrailVerifier verifier = verifier(retainedSince);
    return Stream.concat(
            verifier.reports().stream().map(ChainReport::findings).flatMap(List::stream),
            verifier.unreadable().stream())
        .toList();
  }

  TrailVerifier verifier(Instant retainedSince) {
    TrailVerifier verifier = new TrailVerifier(retainedSince);
    anchors.forEach(
        anchor -> verifier.addAnchor(anchor.reference(), AuditAnchorJson.encode(anchor)));
    records.forEach(stored -> verifier.addRecord(stored.record().reference(), stored.value()));
    return verifier;
  }
}
