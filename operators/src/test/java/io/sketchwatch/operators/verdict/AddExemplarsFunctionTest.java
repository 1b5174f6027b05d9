package io.sketchwatch.operators.verdict;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AddExemplarsFunctionTest {

  private static final QueryScope SCOPE = new QueryScope(List.of("c1"), NOON, null, null);
  private static final Exemplar PHOTO = new Exemplar("q", "a1", "c1/t/0", "m1", at(20));

  private KeyedTwoInputStreamOperatorTestHarness<
          String, WatchlistUpdate, ParsedExemplar, WatchlistUpdate>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = newHarness(null);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void shouldWatchForAPhotoWithTheScopeOfTheSketchAndAThresholdOfPhotos() throws Exception {
    watch(sketch("m1", 3));
    join(PHOTO);

    assertThat(harness.extractOutputValues().get(1).entry())
        .isEqualTo(new WatchlistEntry("q", 3, "m1", at(20), SCOPE, 0.7, 5, false, "c1/t/0", null));
  }

  @Test
  void shouldWaitForTheSketchOfItsModel() throws Exception {
    join(PHOTO);
    watch(sketch("m2", 1));
    assertThat(watched()).containsExactly("m2 1 sketch");

    watch(sketch("m1", 1));

    assertThat(watched()).containsExactly("m2 1 sketch", "m1 1 sketch", "m1 1 c1/t/0");
  }

  @Test
  void shouldRenewAPhotoWithEachNewVersionAlone() throws Exception {
    watch(sketch("m1", 1));
    join(PHOTO);
    join(PHOTO);
    watch(sketch("m1", 2));
    watch(sketch("m1", 2));

    assertThat(watched())
        .containsExactly("m1 1 sketch", "m1 1 c1/t/0", "m1 2 sketch", "m1 2 c1/t/0", "m1 2 sketch");
  }

  @Test
  void shouldEndAPhotoThatIsTakenBackAndLeaveTheSketch() throws Exception {
    watch(sketch("m1", 1));
    join(PHOTO);
    leave("a1");
    leave("a1");
    watch(sketch("m1", 2));

    assertThat(watched())
        .containsExactly("m1 1 sketch", "m1 1 c1/t/0", "end of c1/t/0", "m1 2 sketch");
  }

  @Test
  void shouldReplaceThePhotoOfAnAlertThatIsConfirmedAgain() throws Exception {
    watch(sketch("m1", 1));
    join(PHOTO);
    join(new Exemplar("q", "a1", "c1/t/2", "m1", at(30)));

    assertThat(watched())
        .containsExactly("m1 1 sketch", "m1 1 c1/t/0", "end of c1/t/0", "m1 1 c1/t/2");
  }

  @Test
  void shouldBringThePhotosBackWithTheQuery() throws Exception {
    watch(sketch("m1", 1));
    join(PHOTO);
    harness.processElement1(WatchlistUpdate.removal("q", 1), 0);
    join(new Exemplar("q", "a2", "c1/u/0", "m1", at(30)));
    assertThat(watched()).endsWith("end of null");

    watch(sketch("m1", 1));

    assertThat(watched().subList(3, 6))
        .containsExactlyInAnyOrder("m1 1 sketch", "m1 1 c1/t/0", "m1 1 c1/u/0");
  }

  @Test
  void shouldRememberSketchesAndPhotosAcrossAFailure() throws Exception {
    watch(sketch("m1", 1));
    join(PHOTO);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = newHarness(snapshot);

    leave("a1");
    join(PHOTO);

    assertThat(watched()).containsExactly("end of c1/t/0", "m1 1 c1/t/0");
  }

  @Test
  void shouldPassOnWhatCannotBeRead() throws Exception {
    DeadLetter letter =
        new DeadLetter(new RecordOrigin("exemplars", 0, 1), null, null, "exemplar-source", "bad");
    harness.processElement2(new ParsedExemplar("", null, letter), 0);

    assertThat(harness.getSideOutput(DeadLetters.TAG))
        .extracting(record -> record.getValue().error())
        .containsExactly("bad");
  }

  private void watch(WatchlistEntry entry) throws Exception {
    harness.processElement1(WatchlistUpdate.upsert(entry), 0);
  }

  private void join(Exemplar exemplar) throws Exception {
    harness.processElement2(new ParsedExemplar("q", ExemplarUpdate.joins(exemplar), null), 0);
  }

  private void leave(String alertId) throws Exception {
    harness.processElement2(
        new ParsedExemplar("q", new ExemplarUpdate("q", alertId, null), null), 0);
  }

  private List<String> watched() {
    return harness.extractOutputValues().stream()
        .map(
            update -> {
              WatchlistEntry entry = update.entry();
              return entry == null
                  ? "end of " + update.exemplar()
                  : entry.modelId() + " " + entry.version() + " " + entry.exemplar();
            })
        .toList();
  }

  private static WatchlistEntry sketch(String model, long version) {
    return new WatchlistEntry("q", version, model, at(0), SCOPE, 0.6, 5, false);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, WatchlistUpdate, ParsedExemplar, WatchlistUpdate>
      newHarness(OperatorSubtaskState state) throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new AddExemplarsFunction(new PhotoThresholds(0.7))),
            WatchlistUpdate::queryId,
            ParsedExemplar::queryId,
            Types.STRING);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }
}
