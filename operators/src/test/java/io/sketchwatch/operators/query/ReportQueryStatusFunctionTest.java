package io.sketchwatch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.query.QueryStatus.Status;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportQueryStatusFunctionTest {

  private KeyedTwoInputStreamOperatorTestHarness<String, QueryStatus, SearchProgress, QueryStatus>
      harness;

  @BeforeEach
  void open() throws Exception {
    open(true);
  }

  private void open(boolean galleryIsKept) throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
            new ReportQueryStatusFunction(galleryIsKept),
            QueryStatus::queryId,
            SearchProgress::queryId,
            Types.STRING);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void shouldFollowAQueryFromAcceptedToActive() throws Exception {
    decided(1, Status.ACCEPTED);
    searched(1, 30);
    searched(1, 12);

    assertThat(steps()).containsExactly(Status.ACCEPTED, Status.SEARCHING, Status.ACTIVE);
    assertThat(harness.extractOutputValues().get(1).progress()).isEqualTo(0.5);
    QueryStatus active = last();
    assertThat(active.progress()).isEqualTo(1);
    assertThat(active.sightingsSearched()).isEqualTo(42);
    assertThat(active.threshold()).isEqualTo(0.6);
    assertThat(active.models()).containsExactly("m1");
  }

  @Test
  void shouldReportTheAcceptanceOnceAndFirstWhenTheSearchOvertakesIt() throws Exception {
    searched(1, 30);
    decided(1, Status.ACCEPTED);
    searched(1, 12);

    assertThat(steps()).containsExactly(Status.ACCEPTED, Status.SEARCHING, Status.ACTIVE);
  }

  @Test
  void shouldLetTheLastVersionWin() throws Exception {
    decided(1, Status.ACCEPTED);
    searched(2, 30);
    searched(1, 5);
    decided(1, Status.EXPIRED);
    decided(2, Status.ACCEPTED);

    assertThat(steps()).containsExactly(Status.ACCEPTED, Status.ACCEPTED, Status.SEARCHING);
    assertThat(last().version()).isEqualTo(2);
  }

  @Test
  void shouldPassOnARejectionAndGoOnWithTheVersionBefore() throws Exception {
    decided(1, Status.ACCEPTED);
    decided(2, Status.REJECTED);
    searched(1, 30);

    assertThat(steps()).containsExactly(Status.ACCEPTED, Status.REJECTED, Status.SEARCHING);
  }

  @Test
  void shouldReportAVersionThatTheModelRefused() throws Exception {
    decided(2, Status.ACCEPTED);
    harness.processElement2(new SearchProgress("q", 2, null, 0, 2, 0, null, "blank"), 0);

    assertThat(last().status()).isEqualTo(Status.REJECTED);
    assertThat(last().reason()).isEqualTo("blank");
  }

  @Test
  void shouldStayExpiredWhileTheRestOfThePastIsSearched() throws Exception {
    decided(1, Status.ACCEPTED);
    decided(1, Status.EXPIRED);
    searched(1, 30);
    searched(1, 12);

    assertThat(last().status()).isEqualTo(Status.EXPIRED);
    assertThat(last().sightingsSearched()).isEqualTo(42);
  }

  @Test
  void shouldNotReviveAWithdrawnQueryByLateProgress() throws Exception {
    decided(1, Status.ACCEPTED);
    decided(1, Status.WITHDRAWN);
    searched(1, 30);

    assertThat(steps()).containsExactly(Status.ACCEPTED, Status.WITHDRAWN);
  }

  @Test
  void shouldCountVersionsFromTheStartAfterAWithdrawal() throws Exception {
    decided(5, Status.ACCEPTED);
    decided(5, Status.WITHDRAWN);
    decided(0, Status.ACCEPTED);
    searched(0, 30);
    harness.setProcessingTime(ReportQueryStatusFunction.AFTERMATH.toMillis());
    searched(0, 12);

    assertThat(last().status()).isEqualTo(Status.ACTIVE);
    assertThat(last().version()).isZero();
  }

  @Test
  void shouldForgetAWithdrawnQueryAfterAnHour() throws Exception {
    decided(5, Status.WITHDRAWN);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);

    harness.setProcessingTime(ReportQueryStatusFunction.AFTERMATH.toMillis());

    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void shouldSayThatNobodyOfThePastIsFoundWhereNoGalleryIsKept() throws Exception {
    String noPast = "No gallery is kept: nobody is found who was seen before this version came";
    harness.close();
    open(false);

    decided(1, Status.ACCEPTED);
    searched(1, 0);
    searched(1, 0);
    harness.processElement2(SearchProgress.calibrated("q", 1, "m1", 0.7, "Draw more"), 0);
    harness.processElement2(new SearchProgress("q", 1, null, 0, 2, 0, null, "blank"), 0);

    assertThat(harness.extractOutputValues())
        .extracting(QueryStatus::reason)
        .containsExactly(noPast, noPast, noPast, noPast + ". Draw more", "blank");
  }

  private void decided(long version, Status status) throws Exception {
    harness.processElement1(
        new QueryStatus("q", version, status, null, 0, 0, null, List.of(), Instant.EPOCH), 0);
  }

  private void searched(long version, long sightings) throws Exception {
    harness.processElement2(new SearchProgress("q", version, "m1", 1, 2, sightings, 0.6, null), 0);
  }

  private List<Status> steps() {
    return harness.extractOutputValues().stream().map(QueryStatus::status).toList();
  }

  private QueryStatus last() {
    List<QueryStatus> all = harness.extractOutputValues();
    return all.get(all.size() - 1);
  }
}
