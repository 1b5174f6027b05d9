package io.sketchwatch.operators.model;

import static io.sketchwatch.operators.model.ModelBuilder.NOON;
import static io.sketchwatch.operators.model.ModelBuilder.START;
import static io.sketchwatch.operators.model.ModelBuilder.announced;
import static io.sketchwatch.operators.model.ModelBuilder.candidate;
import static io.sketchwatch.operators.model.ModelBuilder.inForce;
import static io.sketchwatch.operators.model.ModelBuilder.sha256;
import static io.sketchwatch.operators.model.ModelBuilder.tombstone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelAnnouncement.State;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.operators.DeadLetters;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VerifyModelsOperatorTest {

  private static final Duration LIFETIME = Duration.ofDays(2);

  @BeforeEach
  void reset() {
    FakeCheck.REFUSED.clear();
  }

  @Test
  void shouldServeAnActiveModelBesideTheOneBefore() throws Exception {
    try (var job = job()) {
      job.take(announced("m1", State.ACTIVE, 3, NOON));

      assertThat(job.served()).containsExactly(START, inForce("m1", 3, NOON));
      assertThat(job.statuses()).containsExactly(tuple("m1", ModelStatus.State.LOADED, 3L, null));
    }
  }

  @Test
  void shouldRunACandidateInShadowAndPutItIntoForceLater() throws Exception {
    try (var job = job()) {
      job.take(announced("m1", State.CANDIDATE, 1, NOON));
      assertThat(job.served()).containsExactly(START, candidate("m1", 1, NOON));

      job.take(announced("m1", State.ACTIVE, 2, NOON));

      assertThat(job.served()).containsExactly(START, inForce("m1", 2, NOON));
      assertThat(job.statuses())
          .containsExactly(
              tuple("m1", ModelStatus.State.SHADOW, 1L, null),
              tuple("m1", ModelStatus.State.LOADED, 2L, null));
    }
  }

  @Test
  void shouldRefuseABadPackageAndGoOnWithTheModelBefore() throws Exception {
    FakeCheck.REFUSED.put("m2", "Package 'm2' has no licence notice");
    try (var job = job()) {
      job.take(announced("m1", State.ACTIVE, 1, NOON));
      job.take(announced("m2", State.ACTIVE, 2, NOON));

      assertThat(job.served()).containsExactly(START, inForce("m1", 1, NOON));
      assertThat(job.statuses())
          .contains(
              tuple("m2", ModelStatus.State.REFUSED, 2L, "Package 'm2' has no licence notice"));
    }
  }

  @Test
  void shouldRefuseAPackageThatTakesTooLong() throws Exception {
    try (var job = new Job(null, Duration.ofMillis(1))) {
      job.take(announced(FakeCheck.ENDLESS, State.ACTIVE, 1, NOON));

      assertThat(job.statuses().get(0).toList().get(3).toString())
          .startsWith("Model 'endless' must be verified within PT0.001S, but was not");
    }
  }

  @Test
  void shouldRefuseAnotherPackageUnderTheIdOfAModelInService() throws Exception {
    try (var job = job()) {
      job.take(announced("m0", sha256("other"), State.ACTIVE, 1, NOON));

      assertThat(job.statuses().get(0).toList().get(3).toString())
          .startsWith("Model 'm0' must have SHA-256 " + sha256("m0") + " while it is in service")
          .endsWith("publish another package under another id");
    }
  }

  @Test
  void shouldForgetAModelWhoseRecordIsDeletedEvenBeforeItIsVerified() throws Exception {
    try (var job = job()) {
      job.take(announced("m1", State.ACTIVE, 1, NOON));
      job.take(tombstone("m1"));
      job.send(announced("m2", State.ACTIVE, 3, NOON));
      job.take(tombstone("m2"));

      assertThat(job.served()).containsExactly(START);
      assertThat(job.statuses())
          .endsWith(tuple("m2", ModelStatus.State.RETIRED, 0L, "Its record was deleted"));
    }
  }

  @Test
  void shouldSearchTheSightingsOfARetiredModelForAsLongAsTheyMayBeHeld() throws Exception {
    try (var job = job()) {
      job.take(announced("m1", State.ACTIVE, 1, NOON));
      job.take(announced("m1", State.RETIRED, 2, null));
      assertThat(job.served()).containsExactly(START, inForce("m1", 1, NOON).retired(NOON));
      assertThat(job.statuses())
          .endsWith(tuple("m1", ModelStatus.State.RETIRED, 2L, "It was announced as retired"));

      job.advanceTo(NOON.plus(LIFETIME).plusSeconds(1));

      assertThat(job.served()).containsExactly(START);
      assertThat(job.statuses()).hasSize(2);
    }
  }

  @Test
  void shouldRetireAModelWhenItsSuccessorHasOutlivedItsSightings() throws Exception {
    try (var job = job()) {
      job.take(announced("m1", State.ACTIVE, 1, NOON));
      job.take(announced("m2", State.ACTIVE, 2, NOON.plusSeconds(60)));
      job.advanceTo(NOON.plusSeconds(59).plus(LIFETIME));
      assertThat(job.served()).hasSize(3);

      job.advanceTo(NOON.plusSeconds(61).plus(LIFETIME));

      assertThat(job.served()).containsExactly(START, inForce("m2", 2, NOON.plusSeconds(60)));
      assertThat(job.statuses())
          .endsWith(
              tuple("m1", ModelStatus.State.RETIRED, 1L, "Others have been in force for PT48H"));
    }
  }

  @Test
  void shouldServeTheSameModelsAfterAFailureAndVerifyWhatWaited() throws Exception {
    OperatorSubtaskState snapshot;
    try (var job = new Job(null, Duration.ofMillis(200))) {
      job.take(announced("m1", State.ACTIVE, 1, NOON));
      job.send(announced(FakeCheck.ENDLESS, State.ACTIVE, 2, NOON));
      job.send(announced("m2", State.ACTIVE, 3, NOON));
      snapshot = job.snapshot();
    }
    try (var restored = new Job(snapshot, Duration.ofMillis(200))) {
      restored.settle();

      assertThat(restored.served())
          .containsExactly(START, inForce("m1", 1, NOON), inForce("m2", 3, NOON));
      assertThat(restored.statuses())
          .doesNotContain(tuple("m1", ModelStatus.State.LOADED, 1L, null));
    }
  }

  @Test
  void shouldGoOnWithoutAPackageThatIsGoneAfterAFailure() throws Exception {
    OperatorSubtaskState snapshot;
    try (var job = job()) {
      job.take(announced("m1", State.ACTIVE, 1, NOON));
      job.take(announced("m2", State.ACTIVE, 2, NOON));
      snapshot = job.snapshot();
    }
    FakeCheck.REFUSED.put("m2", "File 'manifest.json' can't be read");
    try (var restored = new Job(snapshot, Duration.ofSeconds(20))) {
      restored.settle();

      assertThat(restored.served()).containsExactly(START, inForce("m1", 1, NOON));
      assertThat(restored.statuses())
          .containsExactly(
              tuple("m2", ModelStatus.State.REFUSED, 2L, "File 'manifest.json' can't be read"));
    }
  }

  @Test
  void shouldTellOfAnnouncedModelsEachMinute() throws Exception {
    try (var job = job()) {
      job.advanceTo(NOON.plusSeconds(61));
      assertThat(job.harness.extractOutputValues()).isEmpty();
      job.take(announced("m1", State.ACTIVE, 1, NOON));

      job.advanceTo(NOON.plusSeconds(122));

      assertThat(job.harness.extractOutputValues())
          .hasSize(2)
          .containsOnly(ServedModels.of(START).with(inForce("m1", 1, NOON)));
    }
  }

  @Test
  void shouldPassOnWhatTheSourceCouldNotRead() throws Exception {
    DeadLetter letter =
        new DeadLetter(new RecordOrigin("models", 0, 1), null, null, "model-source", "no JSON");
    try (var job = job()) {
      job.take(new ParsedModel("", null, NOON, letter));

      assertThat(job.harness.getSideOutput(DeadLetters.TAG))
          .extracting(StreamRecord::getValue)
          .containsExactly(letter);
      assertThat(job.statuses()).isEmpty();
    }
  }

  private static Job job() throws Exception {
    return new Job(null, Duration.ofSeconds(20));
  }

  /** The stage, driven by hand, at noon. */
  private static final class Job implements AutoCloseable {

    final OneInputStreamOperatorTestHarness<ParsedModel, ServedModels> harness;

    Job(OperatorSubtaskState restored, Duration timeout) throws Exception {
      harness =
          new OneInputStreamOperatorTestHarness<>(
              new VerifyModelsOperator(START, new FakeCheck(), timeout, LIFETIME));
      harness.setProcessingTime(NOON.toEpochMilli());
      if (restored != null) {
        harness.initializeState(restored);
      }
      harness.open();
    }

    void send(ParsedModel parsed) throws Exception {
      harness.processElement(new StreamRecord<>(parsed));
    }

    /** Sends one, and lets every check come to its end. */
    void take(ParsedModel parsed) throws Exception {
      send(parsed);
      settle();
    }

    void settle() throws Exception {
      harness.getOneInputOperator().finish();
    }

    void advanceTo(Instant time) throws Exception {
      harness.setProcessingTime(time.toEpochMilli());
    }

    OperatorSubtaskState snapshot() throws Exception {
      return harness.snapshot(1, 1);
    }

    List<ServedModel> served() {
      List<ServedModels> sent = harness.extractOutputValues();
      return sent.isEmpty() ? List.of(START) : sent.get(sent.size() - 1).models();
    }

    List<Tuple> statuses() {
      var statuses = harness.getSideOutput(VerifyModelsOperator.STATUS);
      return statuses == null
          ? List.of()
          : statuses.stream()
              .map(StreamRecord::getValue)
              .map(s -> tuple(s.modelId(), s.state(), s.epoch(), s.reason()))
              .toList();
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }

  /** Refuses those it is told to, and never comes to an end with one. */
  private record FakeCheck() implements PackageCheck {

    static final String ENDLESS = "endless";
    static final Map<String, String> REFUSED = new ConcurrentHashMap<>();

    private static final long serialVersionUID = 1;

    @Override
    public ModelManifest check(AnnouncedPackage announced) throws IOException {
      if (announced.modelId().equals(ENDLESS)) {
        awaitInterrupt();
      }
      if (REFUSED.containsKey(announced.modelId())) {
        throw new InvalidModelException(REFUSED.get(announced.modelId()));
      }
      return new ModelManifest(
          1,
          ModelManifest.Kind.ENCODER,
          announced.modelId(),
          new TreeMap<>(),
          null,
          2,
          null,
          null,
          null,
          null,
          null,
          null,
          new TreeMap<>(Map.of("0.999", 0.6)),
          List.of());
    }

    private static void awaitInterrupt() throws IOException {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }
}
