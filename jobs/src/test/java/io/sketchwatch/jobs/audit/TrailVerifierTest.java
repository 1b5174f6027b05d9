package io.sketchwatch.jobs.audit;

import static io.sketchwatch.jobs.audit.StoredTrail.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.audit.AuditFinding;
import io.sketchwatch.core.audit.ChainReport;
import io.sketchwatch.jobs.audit.StoredTrail.Stored;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrailVerifierTest {

  private final StoredTrail trail = new StoredTrail();

  @BeforeEach
  void recordFourAndAnchorTwo() {
    for (int i = 0; i < 4; i++) {
      trail.append("case-1", "q-" + i, NOON.plusSeconds(i));
      if (i == 1) {
        trail.anchor("case-1", NOON.plusSeconds(i));
      }
    }
  }

  @Test
  void shouldTellWhatNoAnchorCovers() {
    ChainReport report = trail.verifier(null).reports().get(0);

    assertThat(report.anchoredSeq()).isEqualTo(1);
    assertThat(report.lastSeq()).isEqualTo(3);
    assertThat(report.unanchored()).isEqualTo(2);
    assertThat(report.unanchoredSince()).isEqualTo(NOON.plusSeconds(2));
  }

  @Test
  void shouldNameTheRecordThatIsMissing() {
    trail.records.remove(0);

    assertThat(trail.findings(null))
        .extracting(AuditFinding::message)
        .containsExactly(
            "Case 'case-1', chain chain of case-1, record 0 is missing, as are all before it: it"
                + " was recorded at 2026-05-01T12:00:00Z, and nothing was said to be gone by"
                + " retention");
  }

  @Test
  void shouldWaitForRecordsThatAnAnchorNames() {
    List<Stored> written = List.copyOf(trail.records);
    trail.records.clear();
    TrailVerifier verifier = trail.verifier(null);
    assertThat(verifier.isBehind()).isTrue();

    written.forEach(stored -> verifier.addRecord("case-1", stored.value()));

    assertThat(verifier.isBehind()).isFalse();
    assertThat(verifier.reports().get(0).findings()).isEmpty();
  }

  @Test
  void shouldNotWaitForRecordsThatAreGoneByRetention() {
    trail.records.clear();
    TrailVerifier verifier = trail.verifier(NOON.plusSeconds(2));

    assertThat(verifier.isBehind()).isFalse();
    assertThat(verifier.reports().get(0).findings()).isEmpty();
  }

  @Test
  void shouldFindRecordsThatCanNotBeRead() {
    TrailVerifier verifier = trail.verifier(null);
    verifier.addRecord("case-1", null);
    verifier.addRecord("case-1", "{".getBytes(UTF_8));
    verifier.addRecord("case-2", trail.records.get(3).value());
    verifier.addAnchor("case-1", "{}".getBytes(UTF_8));

    assertThat(verifier.unreadable())
        .extracting(AuditFinding::reference)
        .containsExactly("case-1", "case-1", "case-2", "case-1");
  }
}
